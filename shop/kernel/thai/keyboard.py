"""The other keyboard: what was meant when the phone or the office machine was set to the wrong language.

The Thai keys are those of the Kedmanee layout (TIS 820-2538), the Latin ones those of the US layout.
"""

_LATIN = "1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + '!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
_THAI = "ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ" + '+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'

_TO_THAI = str.maketrans(_LATIN, _THAI)
_TO_LATIN = {thai: latin for latin, thai in zip(_LATIN, _THAI, strict=True) if "\u0e00" <= thai <= "\u0e7f"}


def other_of(typed: str) -> str:
    """What the same keys say in the other language: `oheribd` is น้ำพริก, `ิฟืฟืฟ` is banana. A capital is the key with shift."""
    if any("\u0e00" <= character <= "\u0e7f" for character in typed):
        return "".join(_TO_LATIN.get(character, character) for character in typed)
    return typed.translate(_TO_THAI)
