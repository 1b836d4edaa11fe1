"""The double put together: one store, one world, three doors."""

import threading
from dataclasses import asdict, dataclass, field, replace

from flask import Flask

from tests.stripe_double import api, control, pages
from tests.stripe_double.objects import Terms, World
from tests.stripe_double.reversals import Reversals
from tests.stripe_double.store import Store
from tests.stripe_double.traffic import Faults, Keys, Log
from tests.stripe_double.webhooks import Webhooks

TICK_SECONDS = 0.25


@dataclass
class Double:
    """Everything a door needs. `spec` is None unless the document was given."""

    store: Store
    terms: Terms
    webhooks: Webhooks
    public_url: str
    spec: object | None = None
    faults: Faults = field(default_factory=Faults)
    log: Log = field(default_factory=Log)

    def __post_init__(self) -> None:
        self.first_terms = replace(self.terms)
        self.world = World(self.store, self.terms)
        self.reversals = Reversals(self.world)
        self.keys = Keys(self.store)
        self.world.announce = self.webhooks.announce
        if self.spec:
            self.world.check = self.spec.thing
        self._stopped = threading.Event()
        self._clock = threading.Thread(target=self._let_time_pass, name="clock", daemon=True)

    def start(self) -> None:
        self.webhooks.start()
        self._clock.start()

    def stop(self) -> None:
        self._stopped.set()
        self._clock.join()
        self.webhooks.stop()
        self.store.close()

    def reset(self) -> None:
        """As it was started."""
        with self.store.step():
            self.webhooks.forget()
            self.store.clear()
            self.faults.clear()
            self.log.lines.clear()
            self.set_terms(**asdict(self.first_terms))
            if self.spec:
                self.spec.violations.clear()

    def set_terms(self, **terms: object) -> None:
        for name, value in terms.items():
            setattr(self.terms, name, value)

    def _let_time_pass(self) -> None:
        while not self._stopped.wait(TICK_SECONDS):
            self.world.tick()


def make_app(double: Double) -> Flask:
    app = Flask(__name__, static_folder=None)
    for door in (api, control, pages):
        app.register_blueprint(door.blueprint(double))
    return app
