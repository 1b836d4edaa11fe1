"""What the market calls its own things: the words of every enum that several desks show."""

from flask_babel import lazy_gettext as _

from shop.catalogue.categories import Category
from shop.catalogue.models import StandardKind
from shop.groups.models import GroupKind
from shop.kernel.access import Role
from shop.kernel.review import RevisionStatus
from shop.orders.models import PaymentMethod
from shop.orders.states import OrderStatus

CATEGORIES = {
    Category.FOOD: _("อาหาร"),
    Category.DRINKS: _("เครื่องดื่ม"),
    Category.TEXTILES: _("ผ้าและเครื่องแต่งกาย"),
    Category.HOUSEHOLD: _("ของใช้ ของตกแต่ง ของที่ระลึก"),
    Category.HERBAL: _("สมุนไพรที่ไม่ใช่อาหาร"),
}

PHOTO_ADVICE = {  # keys of catalogue.picture_advice: kind, and never a refusal
    "blurred": _("ภาพนี้อาจไม่ชัด ลองถ่ายใหม่ใกล้หน้าต่าง ถือกล้องนิ่ง ๆ"),
    "dark": _("ภาพนี้มืดไปหน่อย ลองถ่ายใหม่ใกล้หน้าต่างหรือกลางวัน"),
    "small": _("ภาพนี้เล็ก คนซื้อจะเห็นไม่ชัด ส่งรูปจากกล้องโดยตรงจะดีกว่า"),
}

SUBCATEGORIES = {
    "chili_paste": _("น้ำพริก"),
    "curry_paste": _("พริกแกง"),
    "thai_sweets": _("ขนมไทย"),
    "bakery": _("เบเกอรี่"),
    "snacks": _("ของว่าง"),
    "dried_fruit": _("ผลไม้แปรรูป"),
    "eggs": _("ไข่"),
    "fish_and_meat": _("ปลาและเนื้อแปรรูป"),
    "rice": _("ข้าว"),
    "fresh_produce": _("ผักและผลไม้สด"),
    "condiments": _("เครื่องปรุง"),
    "ready_to_eat": _("อาหารพร้อมกิน"),
    "herbal_drinks": _("น้ำสมุนไพร"),
    "tea_and_coffee": _("ชาและกาแฟ"),
    "juice": _("น้ำผลไม้"),
    "other_drinks": _("เครื่องดื่มอื่น"),
    "woven_cloth": _("ผ้าทอ"),
    "clothing": _("เสื้อผ้า"),
    "bags": _("กระเป๋า"),
    "accessories": _("เครื่องประดับ"),
    "basketry": _("เครื่องจักสาน"),
    "home_decoration": _("ของตกแต่งบ้าน"),
    "souvenirs": _("ของที่ระลึก"),
    "kitchenware": _("เครื่องครัว"),
    "flowers_and_plants": _("ดอกไม้และต้นไม้"),
    "cleaning": _("น้ำยาทำความสะอาด"),
    "soap_and_bath": _("สบู่และของใช้อาบน้ำ"),
    "skin_care": _("บำรุงผิว"),
    "balm_and_compress": _("ยาหม่องและลูกประคบ"),
    "aroma": _("เครื่องหอม"),
}

GROUP_KINDS = {
    GroupKind.HOME_WORKERS: _("ผู้รับงานไปทำที่บ้าน"),
    GroupKind.FARMERS: _("เกษตรกร"),
    GroupKind.HIRED_WORKERS: _("รับจ้างทั่วไป"),
    GroupKind.HOUSEWIVES: _("แม่บ้าน"),
    GroupKind.OLDER_PEOPLE: _("ผู้สูงอายุ"),
    GroupKind.PEOPLE_WITH_DISABILITIES: _("ผู้พิการ"),
    GroupKind.COMMUNITY_ENTERPRISE: _("วิสาหกิจชุมชน"),
    GroupKind.OTHER: _("กลุ่มอื่น"),
}

STANDARDS = {
    StandardKind.FDA: _("อย."),
    StandardKind.TCPS: _("มผช."),
    StandardKind.OTOP: _("ดาว OTOP"),
    StandardKind.GI: _("GI สิ่งบ่งชี้ทางภูมิศาสตร์"),
    StandardKind.HALAL: _("ฮาลาล"),
    StandardKind.ORGANIC: _("เกษตรอินทรีย์"),
}

ALLERGENS = {
    "gluten": _("ธัญพืชที่มีกลูเตน เช่น ข้าวสาลี ข้าวโอ๊ต"),
    "crustaceans": _("กุ้ง กั้ง ปู"),
    "molluscs": _("หอย ปลาหมึก"),
    "fish": _("ปลา"),
    "eggs": _("ไข่"),
    "peanuts": _("ถั่วลิสง"),
    "soybeans": _("ถั่วเหลือง"),
    "milk": _("นม"),
    "tree_nuts": _("ถั่วเปลือกแข็ง เช่น มะม่วงหิมพานต์ อัลมอนด์"),
    "sesame": _("งา"),
    "sulphites": _("ซัลไฟต์"),
}

WEEKDAYS = (_("จันทร์"), _("อังคาร"), _("พุธ"), _("พฤหัสบดี"), _("ศุกร์"), _("เสาร์"), _("อาทิตย์"))

REVISION_STATUSES = {
    RevisionStatus.DRAFT: _("ร่าง"),
    RevisionStatus.IN_REVIEW: _("รอตรวจ"),
    RevisionStatus.CHANGES_REQUESTED: _("ต้องแก้"),
    RevisionStatus.APPROVED: _("ผ่านแล้ว"),
    RevisionStatus.REJECTED: _("ไม่ผ่าน"),
    RevisionStatus.SUPERSEDED: _("มีฉบับใหม่กว่า"),
}

PAYMENT_METHODS = {
    PaymentMethod.CASH: _("เงินสดที่บูธ"),
    PaymentMethod.COD: _("เก็บเงินปลายทาง"),
    PaymentMethod.PICKUP: _("จ่ายเมื่อมารับ"),
    PaymentMethod.PROMPTPAY: _("พร้อมเพย์"),
    PaymentMethod.STRIPE: _("บัตรหรือพร้อมเพย์ผ่านตลาด"),
}

ROLES = {
    Role.ADMINISTRATOR: _("ผู้ดูแลระบบ"),
    Role.BUYER: _("ผู้ซื้อ"),
    Role.COMMERCE_OFFICIAL: _("เจ้าหน้าที่พาณิชย์จังหวัด"),
    Role.COMMUNITY_OFFICIAL: _("เจ้าหน้าที่พัฒนาชุมชน"),
    Role.GROUP_OWNER: _("หัวหน้ากลุ่ม"),
    Role.GROUP_STAFF: _("ผู้ช่วยในกลุ่ม"),
    Role.LABOUR_OFFICIAL: _("เจ้าหน้าที่แรงงานจังหวัด"),
    Role.LABOUR_VOLUNTEER: _("อาสาสมัครแรงงาน (อสร.)"),
    Role.MARKET: _("ระบบของตลาด"),
    Role.SOCIAL_OFFICIAL: _("เจ้าหน้าที่พัฒนาสังคมและความมั่นคงของมนุษย์ (พม.)"),
}

ORDER_STATUSES = {
    OrderStatus.AWAITING_PAYMENT: _("รอชำระเงิน"),
    OrderStatus.AWAITING_CONFIRMATION: _("รอตรวจการชำระเงิน"),
    OrderStatus.PLACED: _("สั่งซื้อแล้ว รอกลุ่มรับ"),
    OrderStatus.ACCEPTED: _("กลุ่มรับแล้ว กำลังเตรียม"),
    OrderStatus.PACKED: _("แพ็กแล้ว"),
    OrderStatus.SHIPPED: _("ส่งแล้ว"),
    OrderStatus.DELIVERED: _("ถึงปลายทาง"),
    OrderStatus.RECEIVED: _("ได้รับแล้ว"),
    OrderStatus.CANCELLED: _("ยกเลิก"),
    OrderStatus.EXPIRED: _("หมดเวลา"),
    OrderStatus.RETURNED_TO_SENDER: _("ตีกลับ"),
}
