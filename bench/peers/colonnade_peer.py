# Copyright 2026 The Colonnade Authors
# SPDX-License-Identifier: Apache-2.0
"""The peer protocol (docs/peers.md) for peers written in Python: messages, warm-up, samples.

Whoever brings a framework writes two functions and a class, and ends with

    colonnade_peer.serve(hello, prepare)

hello() returns the fields of the reply of that name. prepare(request) returns a training and the
fields of its reply; a training has run-and-wait `seconds(steps)`, `check(request)`, which returns
the losses, and `step_multiple`. It may have `conditions()`, called between samples, outside their
times: the clocks, power and temperature of the device now, as a dict with some of the QUANTITIES,
or why there are none, as a sentence. Whoever cannot do exactly what is asked raises Declined.
Needs Python 3.9 and nothing else.
"""

import gc
import json
import os
import statistics
import sys
import time

PROTOCOL = "colonnade-peer/1"
MOST_STEPS = 4096  # of one sample
CONDITIONS_SECONDS = 0.05  # readings between samples are at least so far apart
QUANTITIES = ("clockMegahertz", "memoryClockMegahertz", "powerWatts", "temperatureCelsius")

# Whatever a library prints must not get between the messages.
_replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)


class Declined(Exception):
    """This peer cannot do exactly what was asked."""


def require(condition, reason):
    """Declines unless the condition holds."""
    if not condition:
        raise Declined(reason)


def reply(message):
    """Writes one message."""
    _replies.write(json.dumps(message, allow_nan=False) + "\n")
    _replies.flush()


def unavailable(reason):
    """Answers the first request with why nothing can be done here, and ends."""
    sys.stdin.readline()
    reply({"type": "error", "kind": "unavailable", "reason": reason})
    sys.exit(1)


def _steady(times, window, tolerance):
    if len(times) < 2 * window:
        return False
    now, before = statistics.median(times[-window:]), statistics.median(times[-2 * window:-window])
    return abs(now - before) < tolerance * before


class _Conditions:
    """Readings of a training's conditions, over the samples."""

    def __init__(self, training):
        self.ask = getattr(training, "conditions", None)
        self.readings, self.reason, self.last = [], None, 0.0

    def read(self, due_only=False):
        if self.ask is None or self.reason is not None:
            return
        if due_only and time.perf_counter() - self.last < CONDITIONS_SECONDS:
            return
        told = self.ask()
        self.last = time.perf_counter()
        if isinstance(told, str):
            self.reason = told
        else:
            self.readings.append(told)

    def fields(self):
        """The field of the reply, or nothing."""
        if self.ask is None:
            return {}
        if self.reason is not None:
            return {"conditions": {"missing": {"all": self.reason}}}
        stated = {"readings": len(self.readings)}
        for name in QUANTITIES:
            values = [float(told[name]) for told in self.readings if name in told]
            if values:
                stated[name] = {"before": values[0], "lowest": min(values),
                                "highest": max(values), "after": values[-1]}
        return {"conditions": stated}


def _time(training, request):
    """Warms up by time until steady, then takes the samples, without Python's garbage collector."""
    rule, multiple, fixed = request["warmUp"], training.step_multiple, request.get("stepsPerSample")
    require(fixed is None or fixed % multiple == 0,
            "%s steps in a sample are no multiple of the %d of a submission" % (fixed, multiple))
    gc.collect()
    gc.disable()
    try:
        steps, warm, times, started = fixed or multiple, 0, [], time.perf_counter()
        while True:
            elapsed = time.perf_counter() - started
            settled = _steady(times, rule["window"], rule["tolerance"])
            if elapsed >= rule["mostSeconds"] or (settled and elapsed >= rule["leastSeconds"]):
                break
            seconds = training.seconds(steps)
            warm += steps
            times.append(seconds / steps)
            wanted = min(MOST_STEPS, request["sampleSeconds"] * steps / seconds)
            wanted = multiple * max(1, -int(-wanted // multiple))
            if fixed is None and (wanted > steps or wanted < steps / 2):
                steps = wanted
        conditions, samples = _Conditions(training), []
        conditions.read()
        for _ in range(request["samples"]):
            samples.append(training.seconds(steps))
            conditions.read(due_only=True)
        conditions.read()
    finally:
        gc.enable()
    return {"type": "timed", "seconds": samples, "stepsPerSample": steps,
            "warmUp": {"steps": warm, "seconds": elapsed, "steady": settled},
            **conditions.fields()}


def _check(training, request):
    require(request["steps"] % training.step_multiple == 0,
            "%d steps are no multiple of the %d of a submission"
            % (request["steps"], training.step_multiple))
    return {"type": "checked", "losses": training.check(request), "weights": request["weights"]}


def _failed(error):
    text = "%s: %s" % (type(error).__name__, str(error).strip() or "no message")
    memory = "OutOfMemory" in type(error).__name__ or isinstance(error, MemoryError)
    memory = memory or "can't allocate memory" in text
    return {"type": "error", "reason": text.split("\n", 1)[0],
            "kind": "out-of-memory" if memory else "failed"}


def serve(hello, prepare):
    """Answers requests until bye, and exits; with status 1 if the launcher is gone before."""
    training = None
    for line in sys.stdin:
        try:
            request = json.loads(line)
            kind = request.get("type")
            if kind == "hello":
                require(request["protocol"] == PROTOCOL,
                        "this peer speaks %s, not %s" % (PROTOCOL, request["protocol"]))
                message = dict(hello(), type="hello", protocol=PROTOCOL)
            elif kind == "prepare":
                training, fields = prepare(request)
                message = dict(fields, type="prepared", stepMultiple=training.step_multiple)
            elif kind in ("check", "time"):
                require(training is not None, kind + " was asked before prepare")
                message = (_check if kind == "check" else _time)(training, request)
            else:
                require(kind == "bye", "this peer knows no request " + str(kind))
                message = {"type": "bye"}
        except Declined as declined:
            message = {"type": "declined", "reason": str(declined)}
        except Exception as error:  # the launcher is told, whatever it is
            message = _failed(error)
        reply(message)
        if message["type"] == "bye":
            sys.exit(0)
    sys.exit(1)
