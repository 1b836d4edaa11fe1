"""The least a Flask page can cost: a page of the size of ours that does nothing. The limit that ours are measured against."""

from flask import Flask

app = Flask(__name__)
PAGE = "<!doctype html><title>งานดี</title>" + "<p>น้ำพริกเผา 65 บาท</p>" * 400  # about 20 KB


@app.get("/")
def page() -> str:
    return PAGE


@app.get("/healthz")
def is_up() -> str:
    return "ok"
