"""The floor for people: a panel of the room, and a page for each item of the agenda."""

from forum.live.floor.pages import acting, showing, statements

ROUTES = [*showing.ROUTES, *acting.ROUTES, *statements.ROUTES]
