"""Names beside a title among the words of a question: of its series, and of its author."""
