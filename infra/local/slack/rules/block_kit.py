"""Schemas of messages, views and suggested options, in terms of the limits.

The local page can't render all of Block Kit: rich text, date pickers and the like are in no schema, and are refused
like a type that does not exist.
"""

from infra.local.slack.rules.limits import BLOCK_KIT_LIMITS, BlockKitLimits
from infra.local.slack.rules.schema import Flag, Items, Number, OneOf, Rule, Shape, String, Text, Typed, text_shapes


class BlockKitSchemas:
    """The schemas that payloads of an app are validated against.

    Attributes:
        message_blocks: Blocks of a message.
        views: Modals and Homes.
        suggestions: Answers to a block_suggestion. A list without options is valid: nothing was found.
        interactive_types: Types of the elements that a person can act on.
    """

    def __init__(self, limits: BlockKitLimits) -> None:
        self._limits = limits
        self._any_text = ("plain_text", "mrkdwn")
        option_text = Text(limits.option_text)
        self._option_value = String(limits.option_value)
        self._option = Shape({"text": option_text, "value": self._option_value}, {"description": option_text})
        self._options = Items(self._option, limits.options)
        group = Shape({"label": option_text, "options": self._options})
        self._image = {
            "image_url": String(limits.url, prefix="https://"),
            "alt_text": String(limits.alt_text),
        }
        elements = self._elements(Items(group, limits.option_groups))
        simple_blocks = self._simple_blocks(elements)
        both_blocks = {**simple_blocks, "container": self._container(simple_blocks)}
        message_blocks = {**both_blocks, **self._cards(elements["button"])}
        view_blocks = {**both_blocks, "input": self._input_block(elements)}
        self.interactive_types = frozenset(elements) - {"image"}
        self.message_blocks = Items(Typed("a block", message_blocks), limits.message_blocks, at_least=0)
        self.views = self._views(Items(Typed("a block", view_blocks), limits.view_blocks))
        self.suggestions = Shape(
            optional={
                "options": Items(self._option, limits.options, at_least=0),
                "option_groups": Items(group, limits.option_groups, at_least=0),
            },
            exactly_one_of=("options", "option_groups"),
        )

    def _elements(self, option_groups: Items) -> dict[str, Shape]:
        limits = self._limits
        style = OneOf(("primary", "danger"))
        confirm = Shape(
            {
                "title": Text(limits.confirm_title),
                "text": Text(limits.confirm_text, self._any_text),
                "confirm": Text(limits.confirm_button),
                "deny": Text(limits.confirm_button),
            },
            {"style": style},
        )
        clickable: dict[str, Rule] = {"action_id": String(limits.identifier), "confirm": confirm}
        focusable: dict[str, Rule] = {**clickable, "focus_on_load": Flag()}
        select: dict[str, Rule] = {**focusable, "placeholder": Text(limits.placeholder)}
        static: dict[str, Rule] = {**select, "options": self._options, "option_groups": option_groups}
        many: dict[str, Rule] = {"initial_options": self._options, "max_selected_items": Number(1, limits.options)}
        overflow_option = Shape(self._option.required, {**self._option.optional, "url": String(limits.url)})
        # Selects and overflow menus show plain text only; checkboxes and radio buttons take mrkdwn too.
        box_text = Text(limits.option_text, self._any_text)
        box_option = Shape({"text": box_text, "value": self._option_value}, {"description": box_text})
        box_options = Items(box_option, limits.box_options)
        either = ("options", "option_groups")
        return {
            "button": Shape(
                {"text": Text(limits.button_text)},
                {
                    **clickable,
                    "value": String(limits.button_value, at_least=0),
                    "url": String(limits.url),
                    "style": style,
                    "accessibility_label": String(limits.accessibility_label),
                },
            ),
            "static_select": Shape(optional={**static, "initial_option": self._option}, exactly_one_of=either),
            "multi_static_select": Shape(optional={**static, **many}, exactly_one_of=either),
            "external_select": Shape(
                optional={
                    **select,
                    "initial_option": self._option,
                    "min_query_length": Number(0, limits.input_value),
                }
            ),
            "overflow": Shape({"options": Items(overflow_option, limits.overflow_options)}, clickable),
            "image": Shape(self._image),
            "plain_text_input": self._text_input(),
            "file_input": Shape(
                optional={
                    "action_id": String(limits.identifier),
                    "filetypes": Items(String(limits.file_type), limits.file_types),
                    "max_files": Number(1, limits.files),
                }
            ),
            "checkboxes": Shape({"options": box_options}, {**focusable, "initial_options": box_options}),
            "radio_buttons": Shape({"options": box_options}, {**focusable, "initial_option": box_option}),
        }

    def _text_input(self) -> Shape:
        limits = self._limits
        triggers = Items(OneOf(("on_enter_pressed", "on_character_entered")), limits.trigger_actions)
        return Shape(
            optional={
                "action_id": String(limits.identifier),
                "placeholder": Text(limits.placeholder),
                "initial_value": String(limits.input_value),
                "multiline": Flag(),
                "min_length": Number(0, limits.input_value),
                "max_length": Number(1, limits.input_value),
                "focus_on_load": Flag(),
                "dispatch_action_config": Shape({"trigger_actions_on": triggers}),
            }
        )

    def _simple_blocks(self, elements: dict[str, Shape]) -> dict[str, Shape]:
        limits = self._limits
        block: dict[str, Rule] = {"block_id": String(limits.identifier)}
        context = Typed("an image or a text object", {"image": elements["image"], **text_shapes(limits.context_text)})
        return {
            "section": Shape(
                optional={
                    **block,
                    "text": Text(limits.section_text, self._any_text),
                    "fields": Items(Text(limits.field_text, self._any_text), limits.section_fields),
                    "accessory": _one_of(elements, "image", "button", "overflow", *_choice_types()),
                    "expand": Flag(),
                },
                any_of=("text", "fields"),
            ),
            "header": Shape({"text": Text(limits.header_text)}, block),
            "divider": Shape(optional=block),
            "image": Shape(self._image, {**block, "title": Text(limits.image_title)}),
            "context": Shape({"elements": Items(context, limits.context_elements)}, block),
            "actions": Shape(
                {"elements": Items(_one_of(elements, "button", "overflow", *_choice_types()), limits.actions_elements)},
                block,
            ),
        }

    def _cards(self, button: Shape) -> dict[str, Shape]:
        """Return the blocks that Slack's own examples have in messages alone: a card, and a carousel of cards."""
        limits = self._limits
        picture = Typed("an image", {"image": Shape(self._image)})
        block: dict[str, Rule] = {"block_id": String(limits.identifier)}
        card = Shape(
            optional={
                **block,
                "hero_image": picture,
                "icon": picture,
                "title": Text(limits.card_title, self._any_text),
                "subtitle": Text(limits.card_title, self._any_text),
                "body": Text(limits.card_body, self._any_text),
                "actions": Items(Typed("an element", {"button": button}), limits.card_actions),
            },
            any_of=("hero_image", "title", "actions", "body"),
        )
        cards = Items(Typed("a card", {"card": card}), limits.carousel_cards)
        return {"card": card, "carousel": Shape({"elements": cards}, block)}

    def _container(self, child_blocks: dict[str, Shape]) -> Shape:
        limits = self._limits
        return Shape(
            {
                "title": Text(limits.container_title),
                "child_blocks": Items(Typed("a block", child_blocks), limits.container_blocks),
            },
            {
                "block_id": String(limits.identifier),
                "subtitle": Text(limits.container_title, self._any_text),
                "width": OneOf(("narrow", "standard", "wide", "full")),
                "icon": Typed("an image", {"image": Shape(self._image)}),
                "is_collapsible": Flag(),
                "default_collapsed": Flag(),
                "has_header_divider": Flag(),
            },
        )

    def _input_block(self, elements: dict[str, Shape]) -> Shape:
        return Shape(
            {
                "label": Text(self._limits.input_label),
                "element": _one_of(elements, "plain_text_input", "file_input", *_choice_types()),
            },
            {
                "block_id": String(self._limits.identifier),
                "hint": Text(self._limits.input_hint),
                "optional": Flag(),
                "dispatch_action": Flag(),
            },
        )

    def _views(self, blocks: Items) -> Typed:
        limits = self._limits
        members: dict[str, Rule] = {
            "private_metadata": String(limits.private_metadata, at_least=0),
            "callback_id": String(limits.identifier),
            "external_id": String(limits.identifier),
        }
        modal: dict[str, Rule] = {
            **members,
            "submit": Text(limits.modal_title),
            "close": Text(limits.modal_title),
            "clear_on_close": Flag(),
            "notify_on_close": Flag(),
            "submit_disabled": Flag(),
        }
        return Typed(
            "a view",
            {
                "modal": Shape({"title": Text(limits.modal_title), "blocks": blocks}, modal),
                "home": Shape({"blocks": blocks}, members),
            },
        )


def _choice_types() -> tuple[str, ...]:
    """Return the types of the elements that offer options and stand in sections, actions and inputs alike."""
    return "static_select", "external_select", "multi_static_select", "checkboxes", "radio_buttons"


def _one_of(elements: dict[str, Shape], *types: str) -> Typed:
    return Typed("an element", {kind: elements[kind] for kind in types})


SCHEMAS = BlockKitSchemas(BLOCK_KIT_LIMITS)
