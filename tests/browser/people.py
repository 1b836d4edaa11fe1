"""The people of the story: each does at the pages what its name says.

Every page passed is asked whether it suits everybody, in both languages.
"""

import io
from urllib.parse import urlsplit

from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, assert_fits

PASSWORD = "ดอกบัวบานที่ปทุม 9 ดอก"


def wait_for_keys(page: Page) -> None:
    """Until a page of the office takes keys and decisions, which it does not in its first second."""
    expect(page.locator("html")).to_have_attribute("data-keys", "ready")


class Visitor:
    """Somebody at a window, who looks at each page passed; `looks_in_english` goes through them once more, and on a desk too."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.passed: dict[str, None] = {}

    def goes_to(self, path: str) -> None:
        self.page.goto(self.url + path)
        self.looks()

    def looks(self) -> None:
        """At the page as it stands now: in Thai, nothing serious found by axe, no wider than the window."""
        expect(self.page.locator("h1").first).to_be_visible()
        assert_accessible(self.page)
        address = urlsplit(self.page.url)
        self.passed[address.path + (f"?{address.query}" if address.query else "")] = None

    def presses(self, words: str) -> None:
        self.page.locator("main").get_by_role("button", name=words).first.click()
        self.page.wait_for_load_state()
        self.looks()

    def follows(self, words: str) -> None:
        self.page.get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()
        self.looks()

    def fills(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name='{name}']:not([type=hidden])").first.fill(value)

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def looks_in_english(self) -> None:
        """Every page passed that still stands, in English."""
        for path in self.passed:
            answer = self.page.goto(f"{self.url}/en{path}")
            if answer.ok:
                expect(self.page.locator("html")).to_have_attribute("lang", "en")
                assert_accessible(self.page)
                assert_fits(self.page, 1280)


class Seller(Visitor):
    def signs_up_by_phone(self, name: str, phone: str) -> None:
        self.goes_to("/account/sign-up")
        self.fills(name=name, identifier=phone, password=PASSWORD)
        self.page.locator("[name=password]").press("Enter")
        self.sees("ยินดีต้อนรับ")

    def applies_for_a_group(self, name: str, photo: bytes) -> None:
        self.goes_to("/sell/apply")
        self.presses("เริ่มทำคำขอ")
        self.fills(name=name, name_en="Klong Sam Chili Paste Group")
        self.presses("บันทึกแล้วไปต่อ")
        self.page.get_by_label("แม่บ้าน", exact=True).check()
        self.presses("บันทึกแล้วไปต่อ")
        self.fills(postcode="12120")
        self.presses("ค้นหา")
        self.page.get_by_label("คลองสาม", exact=False).first.check()
        self.presses("บันทึกแล้วไปต่อ")
        self.fills(contact_name="สมใจ ใจดี", contact_phone="081-234-5678")
        self.presses("บันทึกแล้วไปต่อ")
        self.fills(story="พวกเราแปดคนตำน้ำพริกขายกันในหมู่บ้านมาสิบปี")
        self.presses("บันทึกแล้วไปต่อ")
        self.page.locator("input[type=file]").set_input_files({"name": "group.jpg", "mimeType": "image/jpeg", "buffer": photo})
        self.presses("บันทึกแล้วไปต่อ")
        self.fills(member_count="8", older_people="5", people_with_disabilities="1")
        self.page.locator("[name=consent]").check()
        self.presses("บันทึกแล้วไปต่อ")
        self.follows("ข้ามไปก่อน")  # no enterprise number
        self.follows("ข้ามไปก่อน")  # income details later
        self.follows("ค่าส่งราคาเดียว")
        self.fills(name="ไปรษณีย์", price="40")
        self.presses("บันทึก")
        self.presses("บันทึกแล้วไปต่อ")
        self.page.locator("[name=ways][value=cod]").check()
        self.presses("บันทึกแล้วไปต่อ")
        self.follows("ข้ามไปก่อน")  # no rest days
        self.sees(name)
        self.presses("ส่งให้เจ้าหน้าที่ตรวจ")

    def lists_a_product(self, title: str, price: str, stock: str, photo: bytes) -> None:
        self.goes_to("/sell/products/new")
        self.page.locator("input[type=file]").set_input_files({"name": "jar.jpg", "mimeType": "image/jpeg", "buffer": photo})
        self.fills(title=title, price=price, unit="กระปุก 200 กรัม", stock=stock, weight="280")
        self.page.locator("[name=subcategory]").select_option("chili_paste")
        self.presses("บันทึกร่าง")
        self.sees(title)
        self.presses("ส่งให้เจ้าหน้าที่ตรวจ")
        expect(self.page.get_by_role("button", name="ถอนกลับมาแก้")).to_be_visible()

    def says_it_was_shown_at(self, fair: str, product: str) -> None:
        self.goes_to("/sell/fairs")
        self.follows(fair)
        self.page.get_by_label(product, exact=False).check()
        self.presses("บันทึก")

    def sends_the_order_of(self, buyer: str, carrier: str, tracking_number: str) -> str:
        """From today's work to the carrier; gives the order's code."""
        self.goes_to("/sell")
        self.presses("รับคำสั่งซื้อ")
        self.goes_to("/sell")
        self.presses("แพ็กเสร็จแล้ว")
        self.goes_to("/sell")
        self.follows("ใส่เลขพัสดุ")
        code = urlsplit(self.page.url).path.rsplit("/", 1)[1]
        self.page.locator("[name=carrier]").select_option(carrier)
        self.fills(tracking_number=tracking_number)
        self.presses("ส่งแล้ว")
        self.sees(buyer)
        return code


class Official(Visitor):
    def signs_in(self, email: str, password: str) -> None:
        self.goes_to("/account/sign-in")
        self.fills(identifier=email, password=password)
        with self.page.expect_navigation():
            self.page.locator("[name=password]").press("Enter")

    def approves_what_waits(self, title: str) -> None:
        """Opens the oldest of the queue and presses the key for approval; what the market finds wrong she answers for."""
        self.goes_to("/office")
        self.page.locator(".queue-row", has_text=title).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)
        self.looks()
        for box in self.page.locator("main [name=checked]").all():
            box.check()
        submission = self.page.url
        self.page.locator("h1").click()
        wait_for_keys(self.page)
        self.page.keyboard.press("a")
        asked = self.page.get_by_role("button", name="อนุมัติทั้งที่ยังไม่ผ่าน")
        expect(asked.or_(self.page.locator("[data-flash]", has_text=title)).first).to_be_visible()
        if asked.is_visible():
            self.looks()
            self.page.locator("[name=because]").fill("ไปดูที่กลุ่มแล้ว ทำขายสดวันต่อวัน")
            wait_for_keys(self.page)
            asked.click()
        self.page.wait_for_url(lambda url: not url.startswith(submission))
        self.looks()

    def creates_a_fair(self, title: str) -> None:
        self.goes_to("/office/fairs")
        self.follows("สร้างงาน")
        self.fills(title=title, short_name="งานบ้านใหม่", starts_on="23 ม.ค. 2567", ends_on="23 ม.ค. 2567", place="ต.บ้านใหม่")
        self.presses("บันทึก")

    def confirms_the_exhibit(self, fair: str, product: str) -> None:
        self.goes_to("/office/fairs")
        self.follows(fair)
        self.page.get_by_label(product, exact=False).first.check()
        self.presses("ยืนยันที่เลือก")


class Buyer(Visitor):
    def finds(self, typed: str, title: str) -> None:
        self.goes_to("/")
        self.page.get_by_role("combobox").fill(typed)
        self.page.get_by_role("combobox").press("Enter")
        self.page.wait_for_url("**/products?q=*")
        self.looks()
        self.page.get_by_role("link", name=title, exact=True).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)
        self.looks()

    def takes(self, pieces: int) -> None:
        self.page.locator("[name=quantity]").first.fill(str(pieces))
        self.presses("ใส่ตะกร้า")

    def orders(self, name: str, phone: str, way: str = "cod") -> str:
        """From the basket to the purchase, as a guest, paying on delivery; gives the purchase's address with its key."""
        self.goes_to("/basket")
        self.goes_to("/checkout")
        self.fills(name=name, phone=phone, line1="99/9 หมู่ 3 ถนนพหลโยธิน", postcode="12120")
        self.fills(subdistrict="คลองหนึ่ง", district="คลองหลวง", province="ปทุมธานี")
        self.page.locator(f"[name=payment_method][value={way}]").check()
        self.page.locator("main").get_by_role("button", name="สั่งซื้อ").last.click()
        self.page.wait_for_url("**/purchases/**")
        self.looks()
        return self.page.url

    def pays(self, email: str, choice: str = "promptpay:paid") -> None:
        """On the payment page, which is another site's."""
        with self.page.expect_navigation(url="**/pay/**"):
            self.page.locator("form[action*='/pay'] button").click()
        assert_accessible(self.page)
        self.page.locator("[name=email]").fill(email)
        with self.page.expect_navigation(url="**/purchases/**"):
            self.page.locator(f"button[value='{choice}']").first.click()
        self.looks()

    def received(self, purchase: str, code: str) -> None:
        self.page.goto(purchase)
        self.page.locator(f"a[href*='{code}']").first.click()
        self.page.wait_for_load_state()
        self.looks()
        self.page.get_by_role("button", name="ได้รับของแล้ว").first.click()
        with self.page.expect_navigation():
            self.page.locator("dialog[open] [value=yes]").click()
        self.looks()


def a_photo(colour: str) -> bytes:
    """A jar on a table, as a phone would send it."""
    picture = Image.new("RGB", (1200, 900), "#f3e7d3")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((420, 250, 780, 780), 60, fill=colour)
    draw.rounded_rectangle((400, 170, 800, 270), 30, fill="#b5462f")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
