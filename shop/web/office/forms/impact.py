"""What an office wants to reach in a fiscal year."""

from flask_babel import lazy_gettext as _

from shop.impact.models import Aim
from shop.impact.targets import MOST
from shop.kernel.money import SATANG
from shop.web.fields import WholeField
from shop.web.forms import Form


class TargetsForm(Form):
    """An empty field wants nothing."""

    income = WholeField(_("รายได้ของกลุ่ม (บาท)"), least=1, most=MOST[Aim.INCOME] // SATANG)
    selling_groups = WholeField(_("กลุ่มที่ขายได้ (กลุ่ม)"), least=1, most=MOST[Aim.SELLING_GROUPS])
    first_sales = WholeField(_("กลุ่มที่ขายได้ครั้งแรก (กลุ่ม)"), least=1, most=MOST[Aim.FIRST_SALES])

    def show(self, kept: dict[Aim, int]) -> None:
        for aim, amount in kept.items():
            self[aim].show(amount // SATANG if aim is Aim.INCOME else amount)

    def wanted(self) -> dict[Aim, int | None]:
        """Satang, and groups."""
        income = self.income.value
        return {
            Aim.INCOME: income if income is None else income * SATANG,
            Aim.SELLING_GROUPS: self.selling_groups.value,
            Aim.FIRST_SALES: self.first_sales.value,
        }
