"""Slack's limits on Block Kit, on interactions and on their answers, as numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BlockKitLimits:
    """Maxima of messages, views and suggested options: characters of a text, members of a list.

    Sources: the pages of the blocks, elements and composition objects below
    https://docs.slack.dev/reference/block-kit/, and https://docs.slack.dev/reference/views.

    Attributes:
        message_blocks: Blocks of a message.
        view_blocks: Blocks of a modal or a Home.
        identifier: Characters of a block_id, action_id, callback_id or external_id.
        section_text: Characters of a section's text.
        section_fields: Fields of a section.
        field_text: Characters of a field.
        header_text: Characters of a header.
        context_elements: Elements of a context block.
        context_text: Characters of a text in a context block, the maximum of any text object.
        actions_elements: Elements of an actions block.
        input_label: Characters of an input block's label.
        input_hint: Characters of an input block's hint.
        image_title: Characters of an image block's title.
        card_title: Characters of a card's title and of its subtitle.
        card_body: Characters of a card's text.
        card_actions: Buttons of a card.
        carousel_cards: Cards of a carousel.
        container_title: Characters of a container's title and of its subtitle.
        container_blocks: Blocks of a container.
        url: Characters of an image's, a button's or an overflow option's URL.
        alt_text: Characters of an image's alternative text.
        button_text: Characters of a button.
        button_value: Characters of a button's value.
        accessibility_label: Characters of a button's label for screen readers.
        placeholder: Characters of the placeholder of a menu or a text field.
        options: Options of a select, of one of its groups, or of an answer to a block_suggestion.
        option_groups: Option groups of a select.
        overflow_options: Options of an overflow menu.
        box_options: Options of checkboxes or radio buttons.
        option_text: Characters of an option, of its description, and of a group's label.
        option_value: Characters of an option's value.
        default_query: Characters that an external select waits for where it has no min_query_length, see
            https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select.
        input_value: Characters of a text field; also the largest min_length, max_length and min_query_length.
        file_type: Characters of a type of a field for files.
        file_types: Types of such a field.
        files: Files of such a field.
        trigger_actions: Members of a text field's trigger_actions_on.
        confirm_title: Characters of a confirmation's title.
        confirm_text: Characters of a confirmation's text.
        confirm_button: Characters of each button of a confirmation.
        modal_title: Characters of a modal's title, submit and close.
        private_metadata: Characters of a view's private_metadata.
        view_bytes: Bytes of a view as JSON; Slack answers `view_too_large` to more.
    """

    message_blocks: int = 50
    view_blocks: int = 100
    identifier: int = 255
    section_text: int = 3000
    section_fields: int = 10
    field_text: int = 2000
    header_text: int = 150
    context_elements: int = 10
    context_text: int = 3000
    actions_elements: int = 25
    input_label: int = 2000
    input_hint: int = 2000
    image_title: int = 2000
    card_title: int = 150
    card_body: int = 200
    card_actions: int = 3
    carousel_cards: int = 10
    container_title: int = 150
    container_blocks: int = 10
    url: int = 3000
    alt_text: int = 2000
    button_text: int = 75
    button_value: int = 2000
    accessibility_label: int = 75
    placeholder: int = 150
    options: int = 100
    option_groups: int = 100
    overflow_options: int = 5
    box_options: int = 10
    option_text: int = 75
    option_value: int = 150
    default_query: int = 3
    input_value: int = 3000
    file_type: int = 20
    file_types: int = 100
    files: int = 10
    trigger_actions: int = 2
    confirm_title: int = 100
    confirm_text: int = 300
    confirm_button: int = 30
    modal_title: int = 24
    private_metadata: int = 3000
    view_bytes: int = 250_000


@dataclass(frozen=True, slots=True)
class InteractionLimits:
    """Times and numbers within which an app has to answer.

    Sources: https://docs.slack.dev/interactivity/handling-user-interaction, https://docs.slack.dev/surfaces/modals
    and https://docs.slack.dev/apis/events-api.

    Attributes:
        acknowledgement_seconds: Time from sending a request until its acknowledgement has been read.
        trigger_seconds: Age up to which a trigger_id opens a modal.
        response_url_seconds: Age up to which a response_url takes posts.
        response_url_uses: Posts that a response_url takes.
        stacked_modals: Modals in a stack.
        retry_delays_seconds: Pause before each retry of an event. Slack itself waits a moment, a minute and five
            minutes, which is too long to watch.
        tool_seconds: Time within which a tool has to answer Slackbot. Slack publishes none: API Gateway's own.
    """

    acknowledgement_seconds: float = 3.0
    trigger_seconds: int = 3
    response_url_seconds: int = 30 * 60
    response_url_uses: int = 5
    stacked_modals: int = 3
    retry_delays_seconds: tuple[float, ...] = (0.0, 1.0, 3.0)
    tool_seconds: float = 30.0


BLOCK_KIT_LIMITS = BlockKitLimits()
INTERACTION_LIMITS = InteractionLimits()
