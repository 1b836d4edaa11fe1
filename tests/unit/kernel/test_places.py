"""Thai places by code and by what people type."""

import pytest

from shop.kernel import places
from shop.kernel.places import UnknownPlace, find_by_postcode, format_place, resolve


def test_the_map_is_whole():
    assert len(places.provinces()) == 77
    assert [d.code for d in places.districts("13")] == [f"130{n}" for n in range(1, 8)]
    assert sum(len(places.subdistricts(d.code)) for d in places.districts("13")) == 60
    for province in places.provinces():
        for district in places.districts(province.code):
            assert district.province_code == province.code
            assert places.subdistricts(district.code)


def test_every_place_is_found_by_its_own_names():
    for province in places.provinces():
        for district in places.districts(province.code):
            for subdistrict in places.subdistricts(district.code):
                code = subdistrict.postcodes[0]
                found = resolve(province.name_th, district.name_th, subdistrict.name_th, code)
                assert found == places.place(subdistrict.code, code)


def test_names_by_code():
    assert places.province("13").name() == "ปทุมธานี"
    assert places.district("1302").name("en") == "Khlong Luang"
    assert places.district("1001").name_th == "พระนคร"
    assert places.subdistrict("130201").postcodes == places.postcodes("130201") == ("12120", "13180")


@pytest.mark.parametrize("code", ["", "99", "9999", "999999", "x", "13020"])
def test_an_unknown_code_is_nothing(code):
    assert places.province(code) is places.district(code) is places.subdistrict(code) is None
    assert places.postcodes(code) == ()


def test_places_of_a_postcode():
    assert {p.district.name_th for p in find_by_postcode("๑๒๑๒๐")} == {"คลองหลวง"}
    assert all(p.postcode == "13180" for p in find_by_postcode("13180"))
    assert "130201" in {p.subdistrict.code for p in find_by_postcode("13180")}
    assert find_by_postcode("00000") == find_by_postcode("") == []


@pytest.mark.parametrize(
    "province, district, subdistrict, postcode, code",
    [
        ("ปทุมธานี", "คลองหลวง", "คลองหนึ่ง", "13180", "130201"),
        ("จ.ปทุมธานี", "อ.คลองหลวง", "ต.คลองหนึ่ง", "12120", "130201"),
        ("จังหวัดปทุมธานี", "อำเภอคลองหลวง", "ตำบลคลองหนึ่ง", "๑๒๑๒๐", "130201"),
        ("จังหวัด ปทุมธานี", "อ. คลองหลวง", "ต คลองสอง", "", "130202"),
        ("ปทุมธานี", "เมือง", "บางปรอก", "12000", "130101"),
        ("ปทุมธานี", "อ.เมือง", "บางปรอก", "", "130101"),
        ("ปทุมธานี", "เมืองปทุมธานี", "บางปรอก", "12000", "130101"),
        ("Pathum Thani", "Mueang", "bang prok", "12000", "130101"),
        ("กรุงเทพฯ", "เขตพระนคร", "แขวงพระบรมมหาราชวัง", "10200", "100101"),
        ("กทม.", "พระนคร", "พระบรมมหาราชวัง", "10200", "100101"),
        ("Bangkok", "Khet Phra Nakhon", "Phra Borom Maha Ratchawang", "10200", "100101"),
        ("อ่างทอง", "เมือง", "ตลาดหลวง", "14000", "150101"),
    ],
)
def test_an_address_is_understood_however_it_was_typed(province, district, subdistrict, postcode, code):
    found = resolve(province, district, subdistrict, postcode)
    assert found.subdistrict.code == code
    assert found.postcode in found.subdistrict.postcodes


@pytest.mark.parametrize(
    "typed, field",
    [
        (("ปทุมวัน", "คลองหลวง", "คลองหนึ่ง", "12120"), "province"),
        (("", "คลองหลวง", "คลองหนึ่ง", "12120"), "province"),
        (("ปทุมธานี", "บางรัก", "คลองหนึ่ง", "12120"), "district"),
        (("กรุงเทพฯ", "เมือง", "พระบรมมหาราชวัง", "10200"), "district"),
        (("ปทุมธานี", "คลองหลวง", "บางปรอก", "12120"), "subdistrict"),
        (("ปทุมธานี", "คลองหลวง", "คลองหนึ่ง", "10200"), "postcode"),
        (("ปทุมธานี", "คลองหลวง", "คลองหนึ่ง", ""), "postcode"),  # it has two
    ],
)
def test_the_field_that_does_not_fit_is_named(typed, field):
    with pytest.raises(UnknownPlace) as refused:
        resolve(*typed)
    assert refused.value.field == field


def test_a_place_is_written_as_on_a_parcel():
    assert format_place(places.place("130201", "13180")) == "ต.คลองหนึ่ง อ.คลองหลวง จ.ปทุมธานี 13180"
    assert format_place(places.place("100101")) == "แขวงพระบรมมหาราชวัง เขตพระนคร กรุงเทพมหานคร 10200"
    assert format_place(places.place("130202"), "en") == "Khlong Song, Khlong Luang, Pathum Thani 12120"
    with pytest.raises(UnknownPlace):
        places.place("130201", "10200")
