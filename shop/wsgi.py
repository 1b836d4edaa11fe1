"""What a WSGI server serves: `shop.wsgi:app`."""

from shop.app import create_app

app = create_app()
