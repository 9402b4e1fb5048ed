"""Going about a page by Tab, as somebody does who uses no mouse."""

from playwright.async_api import Page

MOST_STOPS = 60
"""Stops between two controls that a person would put up with."""
FOCUSED = """(wanted) => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const outline = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  return {
    reached: here === wanted,
    tag: here.tagName,
    name: here.name || here.getAttribute("href") || here.type,
    shown: here === document.body || (outline >= 2 && box.width > 0 && box.height > 0
      && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth),
  };
}"""
"""Where the keyboard is."""


async def press(page: Page, selector: str, *, stops: int = MOST_STOPS, by: str = "Enter") -> None:
    """Go to a control and press it."""
    await tab_to(page, selector, stops=stops)
    await page.keyboard.press(by)


async def type_in(page: Page, selector: str, text: str) -> None:
    """Go to a field and write in it."""
    await tab_to(page, selector)
    await page.keyboard.type(text)


async def tab_to(page: Page, selector: str, *, stops: int = MOST_STOPS) -> None:
    """Go from control to control; each must show that it has the focus, and be on the screen."""
    wanted = page.locator(selector).first
    await wanted.wait_for(state="attached")
    passed = []
    for _ in range(stops):
        await page.keyboard.press("Tab")
        here = await wanted.evaluate(FOCUSED)
        passed.append(f"{here['tag']} {here['name']}")
        assert here["shown"], passed[-1]
        if here["reached"]:
            return
    raise AssertionError(f"{selector} was not reached: {passed}")
