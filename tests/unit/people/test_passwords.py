"""Passwords: the right one is known again, a weak one never gets in."""

import pytest

from shop.people import passwords
from shop.people.passwords import WeakPassword, check_and_rehash, check_password, hash_password, refuse_weak


def test_only_the_password_itself_is_known_again():
    kept = hash_password("lotus-pond-in-pathum")

    assert check_password("lotus-pond-in-pathum", kept)
    assert not check_password("lotus-pond-in-pathun", kept)
    assert "lotus" not in kept


def test_no_password_fits_where_nobody_is():
    assert not check_password("nobody's password", None)
    assert not check_password("anything", "not a hash at all")


def test_a_hash_made_at_another_cost_is_made_anew(monkeypatch):
    kept = hash_password("lotus-pond-in-pathum")
    assert check_and_rehash("lotus-pond-in-pathum", kept) == (True, None)

    monkeypatch.setattr(passwords, "COST", {"memory_cost": 32, "time_cost": 2, "parallelism": 1})
    is_right, better = check_and_rehash("lotus-pond-in-pathum", kept)

    assert is_right
    assert better != kept
    assert check_password("lotus-pond-in-pathum", better)
    assert check_and_rehash("lotus-pond-in-pathun", kept) == (False, None)


@pytest.mark.parametrize(
    "password, reason",
    [
        ("", "too_short"),
        ("x7!kQ", "too_short"),
        ("ก" * 201, "too_long"),
        ("1234567890", "too_common"),
        ("0987654321", "too_common"),
        ("๑๒๓๔๕๖๗๘๙๐", "too_common"),
        ("0812345678", "too_common"),
        ("23012567", "too_short"),
        ("aaaaaaaaaaaa", "too_common"),
        ("abcabcabcabc", "too_common"),
        ("k9!k9!k9!k9!", "too_common"),
        ("qwertyuiop", "too_common"),
        ("qwerty12345", "too_common"),
        ("Password123", "too_common"),
        ("P@ssw0rd2567!", "too_common"),
        ("iloveyou2567", "too_common"),
        ("iloveyoubaby", "too_common"),
        ("Thailand2567", "too_common"),
        ("รหัสผ่าน1234", "too_common"),
        ("สวัสดีครับ99", "too_common"),
        ("sawasdeekrub1", "too_common"),
        ("l;ylfu123456", "too_common"),
        ("somjai2510!", "like_a_name"),
        ("somjai.d@market.example", "like_a_name"),
        ("x0812223333", "like_a_name"),
        ("สมใจดี1234", "like_a_name"),
    ],
)
def test_a_weak_password_is_refused(password, reason):
    with pytest.raises(WeakPassword) as refused:
        refuse_weak(password, "สมใจดี ใจงาม", "somjai.d@market.example", "+66812223333", None)

    assert (refused.value.field, refused.value.reason) == ("password", reason)


@pytest.mark.parametrize(
    "password",
    [
        "lotus-pond-in-pathum",
        "ปลาย่างริมคลองหลวง",
        "rain falls upward",
        "Kh4wn1ew!mamuang",
        "somjai likes grilled fish",
        "x7Kq9Lm2Vt",
    ],
)
def test_a_password_of_ones_own_is_taken(password):
    refuse_weak(password, "สมใจ ใจงาม", "somjai@market.example", "+66812345678")
