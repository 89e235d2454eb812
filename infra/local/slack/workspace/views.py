"""The windows that are open in front of people, each person's a stack, and the Home of the app that each one has."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Any

from infra.local.slack.rules.elements import Block, Values, kept, state_of, with_ids
from infra.local.slack.workspace.workspace import APP_ID, BOT_ID, TEAM_ID, Workspace

MODALS_AT_MOST = 3

_MODAL_MEMBERS: dict[str, Any] = {
    "title": None,
    "close": None,
    "submit": None,
    "clear_on_close": False,
    "notify_on_close": False,
    "submit_disabled": False,
}


class ViewError(Exception):
    """A view can't be shown, or not changed. `code` is the error that Slack answers."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True)
class View:
    """A modal or a Home as it stands now.

    Attributes:
        content: What the app sent, with the ids that it left out.
        view_hash: Another one after each change.
        root_view_id: The lowest modal of the stack; the view itself where there is no stack.
        previous_view_id: The modal below, or None.
        touched: What the elements hold that the person has touched, by block and action.
    """

    view_id: str
    user_id: str
    content: Mapping[str, Any]
    view_hash: str
    root_view_id: str
    previous_view_id: str | None = None
    touched: Values = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Whether it is a modal or a home."""
        return str(self.content["type"])

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks, each with its id."""
        blocks: Sequence[Block] = self.content["blocks"]
        return blocks

    @property
    def state(self) -> dict[str, dict[str, dict[str, Any]]]:
        """What every stateful element holds."""
        return state_of(self.blocks, self.touched)

    def as_slack_sends_it(self) -> dict[str, Any]:
        """The view in payloads and answers. See https://docs.slack.dev/reference/views."""
        modal_members = _MODAL_MEMBERS if self.kind == "modal" else {}
        return {
            "id": self.view_id,
            "team_id": TEAM_ID,
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            **modal_members,
            **self.content,
            "state": {"values": self.state},
            "hash": self.view_hash,
            "previous_view_id": self.previous_view_id,
            "root_view_id": self.root_view_id,
            "app_id": APP_ID,
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
        }

    def for_page(self) -> dict[str, Any]:
        """The view as the page draws it."""
        return {**self.content, "id": self.view_id, "hash": self.view_hash}


class Views:
    """Holds the views, and tells pages of every change. Safe to use from many threads.

    Args:
        workspace: Tells the pages.
        clock: Gives seconds since 1970.
    """

    def __init__(self, workspace: Workspace, clock: Callable[[], float]) -> None:
        self._workspace = workspace
        self._clock = clock
        self._lock = RLock()
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def modals(self, user_id: str) -> list[View]:
        """The windows in front of a person, the last on top."""
        with self._lock:
            return list(self._stacks.get(user_id, ()))

    def home(self, user_id: str) -> View | None:
        """What a person sees in the app's Home, once there is something."""
        with self._lock:
            return self._homes.get(user_id)

    def with_id(self, view_id: str) -> View:
        """A view that is shown.

        Raises:
            ViewError: `not_found`: there is none, or it has been closed.
        """
        return self._found(lambda view: view.view_id == view_id, f"view {view_id}")

    def with_external_id(self, external_id: str) -> View:
        """A view that is shown, by the id that the app gave it.

        Raises:
            ViewError: `not_found`: there is none, or it has been closed.
        """
        return self._found(lambda view: view.content.get("external_id") == external_id, f"external id {external_id!r}")

    def open(self, user_id: str, content: Mapping[str, Any], above: str | None = None) -> View:
        """Open a modal in front of a person.

        Args:
            user_id: The person.
            content: A view that keeps the rules.
            above: The open modal that it is laid upon; None for the first of a new stack.

        Raises:
            ViewError: `push_limit_reached`, `duplicate_external_id`, or `not_found` where there is no modal to lay
                it upon.
        """
        with self._lock:
            stack = self.modals(user_id) if above else []
            if above and above not in {view.view_id for view in stack}:
                raise ViewError("not_found", f"expected the open modal {above} to lay another upon, it is closed")
            if len(stack) >= MODALS_AT_MOST:
                raise ViewError("push_limit_reached", f"expected at most {MODALS_AT_MOST} modals, got one more")
            self._check_external_id(content, None)
            view_id = f"V{secrets.token_hex(5).upper()}"
            root, previous = (stack[0].view_id, stack[-1].view_id) if stack else (view_id, None)
            view = View(view_id, user_id, _named(content), self._new_hash(), root, previous)
            self._show_stack(user_id, [*stack, view])
            return view

    def update(self, view: View, content: Mapping[str, Any], view_hash: str | None = None) -> View:
        """Show something else in a view's place; what a person did stays where block_id and action_id do.

        Raises:
            ViewError: `hash_conflict`: the hash is not that of the view as it is now; `duplicate_external_id`;
                `not_found`: it has been closed meanwhile.
        """
        with self._lock:
            current = self.with_id(view.view_id)
            if view_hash and view_hash != current.view_hash:
                raise ViewError("hash_conflict", f"expected the hash of the view, {current.view_hash}, got {view_hash}")
            self._check_external_id(content, current.view_id)
            named = _named(content)
            touched = kept(named["blocks"], current.touched)
            updated = replace(current, content=named, view_hash=self._new_hash(), touched=touched)
            self._put(updated)
            if updated.kind == "home":
                self._workspace.announce("home", updated.for_page(), seen_by=updated.user_id)
            else:
                self._announce_stack(updated.user_id)
            return updated

    def publish(self, user_id: str, content: Mapping[str, Any], view_hash: str | None = None) -> View:
        """Show something in a person's Home.

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
            view = View(view_id, user_id, _named(content), self._new_hash(), view_id)
            self._homes[user_id] = view
            self._workspace.announce("home", view.for_page(), seen_by=user_id)
            return view

    def touch(self, view_id: str, values: Values) -> View:
        """Remember what a person has filled in, ticked or chosen.

        Raises:
            ViewError: `not_found`: the view has been closed meanwhile.
        """
        with self._lock:
            view = self.with_id(view_id)
            blocks = {*view.touched, *values}
            touched = {block: {**view.touched.get(block, {}), **values.get(block, {})} for block in blocks}
            view = replace(view, touched=touched)
            self._put(view)
            return view

    def close(self, view: View, *, whole_stack: bool = False) -> list[View]:
        """Close a modal and what lies upon it, or all of its stack.

        Returns:
            What was closed, the uppermost first; nothing where it is closed already.
        """
        with self._lock:
            stack = self.modals(view.user_id)
            ids = [each.view_id for each in stack]
            if view.view_id not in ids:
                return []
            left = 0 if whole_stack else ids.index(view.view_id)
            self._show_stack(view.user_id, stack[:left])
            return stack[left:][::-1]

    def _found(self, is_wanted: Callable[[View], bool], what: str) -> View:
        with self._lock:
            for view in self._all():
                if is_wanted(view):
                    return view
        raise ViewError("not_found", f"expected a view that is shown, got {what}")

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
            stack = self._stacks[view.user_id]
            self._stacks[view.user_id] = [view if each.view_id == view.view_id else each for each in stack]

    def _show_stack(self, user_id: str, stack: list[View]) -> None:
        self._stacks[user_id] = stack
        self._announce_stack(user_id)

    def _announce_stack(self, user_id: str) -> None:
        views = [view.for_page() for view in self._stacks[user_id]]
        self._workspace.announce("modals", views, seen_by=user_id)

    def _new_hash(self) -> str:
        return f"{int(self._clock())}.{secrets.token_hex(4)}"


def _named(content: Mapping[str, Any]) -> dict[str, Any]:
    return {**content, "blocks": list(with_ids(content["blocks"]))}
