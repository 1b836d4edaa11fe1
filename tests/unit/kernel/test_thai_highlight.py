"""What was looked for is marked as it is written, and no cluster is parted."""

import pytest

from shop.kernel.thai import marked


def shown(text: str, *terms: str) -> str:
    return "".join(f"[{piece}]" if is_found else piece for piece, is_found in marked(text, terms))


@pytest.mark.parametrize(
    "text, terms, expected",
    [
        ("น้ำพริกเผา", ["พริก"], "น้ำ[พริก]เผา"),
        ("นํ้าพริกเผา", ["น้ำ"], "[นํ้า]พริกเผา"),  # nikhahit, tone, sara aa
        ("นำ้พริกเผา", ["น้ำพริก"], "[นำ้พริก]เผา"),  # the tone after sara am
        ("เเกงเขียวหวาน", ["แกง"], "[เเกง]เขียวหวาน"),  # two sara e for one sara ae
        ("น้ำพริก เผา", ["น้ำ", "พริก"], "[น้ำพริก] เผา"),
        ("ไข่เค็ม ๑๐ ฟอง", ["10"], "ไข่เค็ม [๑๐] ฟอง"),
        ("Chili PASTE", ["paste"], "Chili [PASTE]"),
        ("กล้วยตาก  กล้วยฉาบ", ["ตาก กล้วย"], "กล้วย[ตาก  กล้วย]ฉาบ"),
        ("พริกแกง", ["พริกแ"], "[พริกแก]ง"),  # what is found in part is marked to the cluster's end
        ("เกลือ", ["ก"], "[เก]ลือ"),
        ("ปลาร้า", ["รา"], "ปลาร้า"),  # another tone is another word
        ("สบู่", ["่"], "สบู่"),
        ("สบู่", ["", "!"], "สบู่"),
        ("", ["ก"], ""),
    ],
)
def test_what_was_looked_for_is_marked_as_written(text: str, terms: list[str], expected: str):
    assert shown(text, *terms) == expected
