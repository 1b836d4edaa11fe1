"""Buyers who come over HTTP, each with cookies of their own, as a browser would: basket, checkout, purchase."""

import httpx

from tests.factories.checkout import ADDRESS, BUYER, fields

PATIENCE_SECONDS = 60


class Buyer:
    """Someone at a served market. `form` is the checkout's form once `fill_in` was called; `cookies` stay when she has gone."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=PATIENCE_SECONDS, headers={"Origin": url})
        self.form: dict[str, str] = {}
        self.cookies: dict[str, str] = {}

    def __enter__(self) -> "Buyer":
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.cookies = dict(self.http.cookies)
        self.http.close()

    def add(self, variant_id: int, quantity: int = 1) -> httpx.Response:
        """The first thing put into a basket; it needs no token."""
        return self.http.post("/basket/items", data={"variant_id": variant_id, "quantity": quantity})

    def add_more(self, variant_id: int, quantity: int = 1) -> httpx.Response:
        """What follows, with the token that a page of hers carries."""
        token = self.http.get("/basket").text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.http.post("/basket/items", data={"variant_id": variant_id, "quantity": quantity, "csrf_token": token})

    def fill_in(self, **changes: str) -> None:
        page = self.http.get("/checkout")
        assert page.status_code == 200, page.status_code
        self.form = fields(page.text) | BUYER | ADDRESS | changes

    def place(self) -> httpx.Response:
        return self.http.post("/checkout", data=self.form)
