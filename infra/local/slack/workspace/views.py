"""The views of the app: a stack of modals and a Home for each person."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Any

from infra.local.slack.rules.elements import Block, StateValues, retained_state, state_of, with_ids
from infra.local.slack.rules.errors import RefusalError
from infra.local.slack.rules.limits import INTERACTION_LIMITS
from infra.local.slack.workspace.directory import DIRECTORY
from infra.local.slack.workspace.workspace import Workspace


class ViewError(RefusalError):
    """A view can't be shown or changed. `code` is the error that Slack answers."""


@dataclass(frozen=True)
class View:
    """The current state of a modal or a Home.

    Attributes:
        content: The view as the app sent it, with generated ids where the app sent none.
        view_hash: Hash of this state; every change brings another one.
        root_view_id: Id of the lowest modal of the stack; of the view itself where there is no stack.
        previous_view_id: Id of the modal below, or None.
        user_state: State of the elements that the person has changed, by block and action.
        tab: The browser tab that shows a modal: the one that it was asked for in; empty where none is known.
    """

    view_id: str
    user_id: str
    content: Mapping[str, Any]
    view_hash: str
    root_view_id: str
    previous_view_id: str | None = None
    user_state: StateValues = field(default_factory=dict)
    tab: str = ""

    @property
    def kind(self) -> str:
        """Type of the view: `modal` or `home`."""
        return str(self.content["type"])

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks, each with its id."""
        blocks: Sequence[Block] = self.content["blocks"]
        return blocks

    @property
    def state(self) -> dict[str, dict[str, dict[str, Any]]]:
        """State of every stateful element: `state.values` as Slack sends it."""
        return state_of(self.blocks, self.user_state)

    def for_app(self) -> dict[str, Any]:
        """Return the view as payloads and answers carry it. See https://docs.slack.dev/reference/views."""
        modal_members: dict[str, Any] = {
            "title": None,
            "close": None,
            "submit": None,
            "clear_on_close": False,
            "notify_on_close": False,
            "submit_disabled": False,
        }
        return {
            "id": self.view_id,
            "team_id": DIRECTORY.team_id,
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            **(modal_members if self.kind == "modal" else {}),
            **self.content,
            "state": {"values": self.state},
            "hash": self.view_hash,
            "previous_view_id": self.previous_view_id,
            "root_view_id": self.root_view_id,
            "app_id": DIRECTORY.app_id,
            "app_installed_team_id": DIRECTORY.team_id,
            "bot_id": DIRECTORY.bot_id,
        }

    def for_page(self) -> dict[str, Any]:
        """Return the view as the page renders it."""
        return {**self.content, "id": self.view_id, "hash": self.view_hash}


class Views:
    """Holds the views, and publishes every change to the pages. Safe to use from many threads.

    Args:
        workspace: The workspace that publishes the changes.
        clock: Returns seconds since 1970.
    """

    def __init__(self, workspace: Workspace, clock: Callable[[], float]) -> None:
        self._workspace = workspace
        self._clock = clock
        self._lock = RLock()
        self._stacks: dict[tuple[str, str], list[View]] = {}
        self._homes: dict[str, View] = {}

    def modals(self, user_id: str, tab: str = "") -> list[View]:
        """Return the modals in front of a person in a browser tab, the top one last."""
        with self._lock:
            return list(self._stacks.get((user_id, tab), ()))

    def home(self, user_id: str) -> View | None:
        """Return a person's Home, or None where the app has published none."""
        with self._lock:
            return self._homes.get(user_id)

    def with_id(self, view_id: str) -> View:
        """Return the open view with an id.

        Raises:
            ViewError: `not_found`: there is none, or it has been closed.
        """
        return self._find(lambda view: view.view_id == view_id, f"view {view_id}")

    def with_external_id(self, external_id: str) -> View:
        """Return the open view with an id that the app gave it.

        Raises:
            ViewError: `not_found`: there is none, or it has been closed.
        """
        return self._find(lambda view: view.content.get("external_id") == external_id, f"external id {external_id!r}")

    def open(self, user_id: str, content: Mapping[str, Any], above: str | None = None, tab: str = "") -> View:
        """Open a modal in front of a person.

        Args:
            user_id: The person.
            content: A valid view.
            above: Id of the open modal that it is stacked upon; None for the first of a new stack.
            tab: The browser tab that shows it.

        Raises:
            ViewError: `push_limit_reached`, `duplicate_external_id`, or `not_found` where the modal below
                is closed.
        """
        with self._lock:
            stack = self.modals(user_id, tab) if above else []
            if above and above not in {view.view_id for view in stack}:
                raise ViewError("not_found", f"expected the open modal {above} to lay another upon, it is closed")
            maximum = INTERACTION_LIMITS.stacked_modals
            if len(stack) >= maximum:
                raise ViewError("push_limit_reached", f"expected at most {maximum} modals, got one more")
            self._check_external_id(content, None)
            view_id = f"V{secrets.token_hex(5).upper()}"
            root, previous = (stack[0].view_id, stack[-1].view_id) if stack else (view_id, None)
            view = View(view_id, user_id, _with_block_ids(content), self._new_hash(), root, previous, tab=tab)
            self._show_stack(user_id, tab, [*stack, view])
            return view

    def update(self, view: View, content: Mapping[str, Any], view_hash: str | None = None) -> View:
        """Replace the content of a view; a person's state stays where block_id, action_id and element type do.

        Raises:
            ViewError: `hash_conflict`: the hash is not that of the view as it is now; `duplicate_external_id`;
                `not_found`: it has been closed meanwhile.
        """
        with self._lock:
            current = self.with_id(view.view_id)
            if view_hash and view_hash != current.view_hash:
                raise ViewError("hash_conflict", f"expected the hash of the view, {current.view_hash}, got {view_hash}")
            self._check_external_id(content, current.view_id)
            content = _with_block_ids(content)
            user_state = retained_state(content["blocks"], current.user_state)
            updated = replace(current, content=content, view_hash=self._new_hash(), user_state=user_state)
            self._put(updated)
            if updated.kind == "home":
                self._workspace.publish("home", updated.for_page(), seen_by=updated.user_id)
            else:
                self._publish_stack(updated.user_id, updated.tab)
            return updated

    def publish(self, user_id: str, content: Mapping[str, Any], view_hash: str | None = None) -> View:
        """Show a view in a person's Home.

        Raises:
            ViewError: `hash_conflict` or `duplicate_external_id`, as for `update`.
        """
        with self._lock:
            home = self.home(user_id)
            if home:
                return self.update(home, content, view_hash)
            if view_hash:
                raise ViewError("hash_conflict", f"expected no hash before anything was published, got {view_hash}")
            self._check_external_id(content, None)
            view_id = f"V{secrets.token_hex(5).upper()}"
            view = View(view_id, user_id, _with_block_ids(content), self._new_hash(), view_id)
            self._homes[user_id] = view
            self._workspace.publish("home", view.for_page(), seen_by=user_id)
            return view

    def add_user_state(self, view_id: str, values: StateValues) -> View:
        """Store the state that a person has given some elements, and return the view with it.

        Raises:
            ViewError: `not_found`: the view has been closed meanwhile.
        """
        with self._lock:
            view = self.with_id(view_id)
            block_ids = {*view.user_state, *values}
            user_state = {
                block_id: {**view.user_state.get(block_id, {}), **values.get(block_id, {})} for block_id in block_ids
            }
            view = replace(view, user_state=user_state)
            self._put(view)
            return view

    def close(self, view: View, *, whole_stack: bool = False) -> list[View]:
        """Close a modal and those upon it, or its whole stack.

        Returns:
            The closed modals, the top one first; an empty list where the modal was closed before.
        """
        with self._lock:
            stack = self.modals(view.user_id, view.tab)
            view_ids = [modal.view_id for modal in stack]
            if view.view_id not in view_ids:
                return []
            first = 0 if whole_stack else view_ids.index(view.view_id)
            self._show_stack(view.user_id, view.tab, stack[:first])
            return stack[first:][::-1]

    def _find(self, is_wanted: Callable[[View], bool], description: str) -> View:
        with self._lock:
            for view in self._all():
                if is_wanted(view):
                    return view
        raise ViewError("not_found", f"expected a view that is shown, got {description}")

    def _all(self) -> list[View]:
        return [*self._homes.values(), *(view for stack in self._stacks.values() for view in stack)]

    def _check_external_id(self, content: Mapping[str, Any], own_view_id: str | None) -> None:
        external_id = content.get("external_id")
        others = [view for view in self._all() if view.view_id != own_view_id]
        if external_id and external_id in {view.content.get("external_id") for view in others}:
            raise ViewError("duplicate_external_id", f"expected an external_id of its own, another has {external_id!r}")

    def _put(self, view: View) -> None:
        if view.kind == "home":
            self._homes[view.user_id] = view
        else:
            stack = self._stacks[view.user_id, view.tab]
            self._stacks[view.user_id, view.tab] = [view if modal.view_id == view.view_id else modal for modal in stack]

    def _show_stack(self, user_id: str, tab: str, stack: list[View]) -> None:
        self._stacks[user_id, tab] = stack
        self._publish_stack(user_id, tab)

    def _publish_stack(self, user_id: str, tab: str) -> None:
        views = [view.for_page() for view in self._stacks[user_id, tab]]
        self._workspace.publish("modals", views, seen_by=user_id, tab=tab)

    def _new_hash(self) -> str:
        return f"{int(self._clock())}.{secrets.token_hex(4)}"


def _with_block_ids(content: Mapping[str, Any]) -> dict[str, Any]:
    return {**content, "blocks": list(with_ids(content["blocks"]))}
