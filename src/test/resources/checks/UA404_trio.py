# A program of trio: there is no event loop to add a handler to.
import signal

import trio


class Kiosk:
    def run_silent(self):
        signal.signal(signal.SIGINT, self.on_interrupt)
        trio.run(self.serve)

    def on_interrupt(self, number, frame):
        self.scope.cancel()
