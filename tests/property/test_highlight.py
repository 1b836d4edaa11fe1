"""Marking changes no letter of a text and parts no cluster, whatever is looked for in whatever is written."""

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shop.kernel.thai import has_letter_or_digit, marked, normalise

MARKED = st.text("กนาำํ่้์ิุเแ ", max_size=16)  # every order of marks there is
THAI = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B), max_size=30)
ANY = st.text(st.characters(), max_size=40) | THAI | MARKED  # lone surrogates too


@given(ANY, st.lists(ANY, max_size=4))
def test_the_pieces_are_the_text_and_take_turns(text: str, terms: list[str]):
    pieces = marked(text, terms)

    assert "".join(piece for piece, _found in pieces) == text
    assert all(piece for piece, _found in pieces)
    assert all(one[1] != other[1] for one, other in pairwise(pieces))


@given(MARKED | THAI, st.lists(MARKED | THAI, min_size=1, max_size=4))
def test_no_piece_begins_or_ends_within_a_cluster(text: str, terms: list[str]):
    pieces = [piece for piece, _found in marked(text, terms)]

    for before, after in pairwise(pieces):
        assert unicodedata.category(after[0]) != "Mn"
        assert after[0] not in "ะาำๅ" or before[-1].isspace()
        assert before[-1] not in "เแโใไ" or after[0].isspace()


@given(st.text("กขนพ", min_size=1, max_size=6), st.text("กขนพ", max_size=6), st.text("กขนพ", max_size=6))
def test_what_is_in_a_text_is_marked(term: str, before: str, after: str):
    found = "".join(piece for piece, is_found in marked(before + term + after, [term]) if is_found)

    assert term in found


@given(ANY)
def test_a_text_is_found_in_itself(text: str):
    form = normalise(text)
    whole = "".join(piece for piece, is_found in marked(form, [form]) if is_found)

    assert whole == (form if has_letter_or_digit(form) else "")
