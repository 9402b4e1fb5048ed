"""Where the text of a licence is, and whether it makes a resource an open one."""

from forum.resources.rules import Licence

_CC = "https://creativecommons.org"
ADDRESSES = {
    Licence.CC0: f"{_CC}/publicdomain/zero/1.0/",
    Licence.CC_BY: f"{_CC}/licenses/by/4.0/",
    Licence.CC_BY_SA: f"{_CC}/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: f"{_CC}/licenses/by-nc/4.0/",
    Licence.CC_BY_NC_SA: f"{_CC}/licenses/by-nc-sa/4.0/",
    Licence.CC_BY_ND: f"{_CC}/licenses/by-nd/4.0/",
    Licence.CC_BY_NC_ND: f"{_CC}/licenses/by-nc-nd/4.0/",
    Licence.CC_BY_IGO: f"{_CC}/licenses/by/3.0/igo/",
    Licence.CC_BY_SA_IGO: f"{_CC}/licenses/by-sa/3.0/igo/",
    Licence.MIT: "https://opensource.org/license/mit",
    Licence.APACHE: "https://www.apache.org/licenses/LICENSE-2.0",
    Licence.GPL: "https://www.gnu.org/licenses/gpl-3.0.html",
}
"""Of every licence that is one."""


def licence_url(licence: Licence) -> str:
    """The address of the licence's text; "" where all rights are reserved or nothing is said."""
    return ADDRESSES.get(licence, "")
