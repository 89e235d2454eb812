"""Local Lambda: functions hosted behind the runtime API, and an HTTP gateway."""
