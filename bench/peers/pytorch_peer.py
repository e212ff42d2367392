#!/usr/bin/env python3
# Copyright 2026 The Colonnade Authors
# SPDX-License-Identifier: Apache-2.0
"""PyTorch as a peer of Colonnade: trains the same nets, for `colonnade peers` to check and time.

Speaks the peer protocol (docs/peers.md) through colonnade_peer.py, which lies beside it. Needs
Python 3.9 and torch, nothing else; runs on a CPU and on CUDA.

What a step is: forward, mean softmax cross-entropy, backward, plain gradient descent. It is
written the way that costs PyTorch least: no module or optimiser objects, gradients by
torch.autograd.grad, one foreach update, batches that are views of tensors already on the device.
"""

import os
import platform
import re
import shutil
import sys
import time

import colonnade_peer
from colonnade_peer import require

LEAST_STEPS_PER_GRAPH = 16  # of the variant cuda-graph-many
CHANNELS_LAST = "-channels-last"
ENVIRONMENT = ("MALLOC_", "LD_PRELOAD", "GLIBC_TUNABLES", "OMP_", "KMP_", "GOMP_", "MKL_", "DNNL_",
               "ONEDNN_", "TORCH", "PYTORCH_", "CUDA_", "CUBLAS_", "NVIDIA_TF32_OVERRIDE")

try:
    import torch
    import torch.nn.functional as F
except ImportError as missing:
    colonnade_peer.unavailable(
        "%s (Python %s) cannot import torch (%s); install it with '%s -m pip install torch'"
        % (sys.executable, platform.python_version(), missing, sys.executable))


# ---- what there is -------------------------------------------------------------------------------


def cpu_name():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def compiler_missing(device):
    """Why torch.compile cannot work there, or None. On CUDA it generates Triton, not C++."""
    if not hasattr(torch, "compile"):
        return "torch " + torch.__version__ + " has no torch.compile"
    if device == "cpu":
        wanted = os.environ.get("CXX", "g++")
        if shutil.which(wanted) is None and shutil.which("clang++") is None:
            return "torch.compile needs a C++ compiler for the CPU, and there is no " + wanted
    else:
        try:
            import triton  # noqa: F401
        except ImportError:
            return "torch.compile needs Triton for CUDA, and this Python has none"
    return None


def variants_of(device, notes):
    bases = ["eager"]
    reason = compiler_missing(device)
    if reason is None:
        bases.append("compile")
    else:
        notes.append("the variant compile is not offered on " + device + ": " + reason)
    if device != "cpu":
        bases += ["cuda-graph", "cuda-graph-many"]
    return [base + layout for base in bases for layout in ("", CHANNELS_LAST)]


def math_modes_of(device):
    if device == "cpu":
        return ["STRICT_FP32", "BF16"]
    major = torch.cuda.get_device_capability(device)[0]
    return ["STRICT_FP32", "TF32", "BF16"] if major >= 8 else ["STRICT_FP32"]


def devices(notes):
    found = [{"id": "cpu", "kind": "cpu", "name": cpu_name(),
              "variants": variants_of("cpu", notes), "mathModes": math_modes_of("cpu")}]
    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            device = "cuda:%d" % index
            properties = torch.cuda.get_device_properties(index)
            found.append({"id": device, "kind": "gpu", "name": properties.name,
                          "memoryBytes": properties.total_memory,
                          "variants": variants_of(device, notes),
                          "mathModes": math_modes_of(device)})
    return found


def hello():
    versions = {"torch": torch.__version__, "python": platform.python_version()}
    onednn = re.search(r"(?:MKL-DNN|oneDNN)\S* v([\d.]+)", torch.__config__.show())
    if onednn:
        versions["oneDNN"] = onednn.group(1)
    if torch.version.cuda:
        versions["cuda"] = torch.version.cuda
    if torch.backends.cudnn.is_available():
        versions["cudnn"] = str(torch.backends.cudnn.version())
    notes = []
    return {"name": "pytorch", "versions": versions, "devices": devices(notes), "notes": notes,
            "environment": {name: value for name, value in os.environ.items()
                            if name.startswith(ENVIRONMENT)}}


# ---- the net -------------------------------------------------------------------------------------


def activation(form):
    kind = form["kind"]
    if kind == "scaled-tanh":
        amplitude, slope = form["amplitude"], form["slope"]
        return lambda x: amplitude * torch.tanh(slope * x)
    simple = {"identity": lambda x: x, "relu": torch.relu, "tanh": torch.tanh,
              "sigmoid": torch.sigmoid}
    require(kind in simple, "this peer has no activation " + kind)
    return simple[kind]


def convolution(layer, index, device):
    act = activation(layer["activation"])
    stride, padding, groups = tuple(layer["stride"]), tuple(layer["padding"]), layer["groups"]
    mask = None
    if layer.get("connections"):
        # A table convolution: weights that the table leaves out are zero and get no gradient.
        mask = torch.zeros(layer["maps"], layer["inputMaps"], 1, 1, device=device)
        for output, inputs in enumerate(layer["connections"]):
            mask[output, inputs] = 1

    def forward(x, parameters):
        weights = parameters[index] if mask is None else parameters[index] * mask
        return act(F.conv2d(x, weights, parameters[index + 1], stride, padding, 1, groups))

    return forward


def full(layer, index):
    act = activation(layer["activation"])

    def forward(x, parameters):
        return act(F.linear(x.flatten(1), parameters[index], parameters[index + 1]))

    return forward


def pooling(layer):
    window, stride, ceil = tuple(layer["window"]), tuple(layer["stride"]), layer["ceil"]
    if layer["kind"] == "max-pooling":
        return lambda x, parameters: F.max_pool2d(x, window, stride, ceil_mode=ceil)
    return lambda x, parameters: F.avg_pool2d(x, window, stride, ceil_mode=ceil)


def network(layers, device):
    """The forward pass as a function of images and parameters; logits come out."""
    functions, index = [], 0
    for layer in layers:
        kind = layer["kind"]
        if kind == "convolution":
            functions.append(convolution(layer, index, device))
            index += 2
        elif kind == "fully-connected":
            functions.append(full(layer, index))
            index += 2
        else:
            require(kind in ("max-pooling", "average-pooling"), "this peer has no layer " + kind)
            functions.append(pooling(layer))

    def forward(x, parameters):
        for function in functions:
            x = function(x, parameters)
        return x.flatten(1)

    return forward


# ---- settings ------------------------------------------------------------------------------------


def set_math(mode):
    """Sets the precision of convolution and matmul, both ways round, and returns what is in force.

    Newer versions of torch name a precision for each library and operation and refuse a mixture
    with the older switches.
    """
    tf32 = mode == "TF32"
    wanted = "tf32" if tf32 else "ieee"
    if hasattr(torch.backends.cuda.matmul, "fp32_precision"):
        places = {"cuda.matmul": torch.backends.cuda.matmul,
                  "cudnn.conv": getattr(torch.backends.cudnn, "conv", None),
                  "mkldnn.matmul": getattr(torch.backends.mkldnn, "matmul", None),
                  "mkldnn.conv": getattr(torch.backends.mkldnn, "conv", None)}
        facts = {}
        for name, place in places.items():
            if place is not None and hasattr(place, "fp32_precision"):
                place.fp32_precision = wanted
                facts[name + ".fp32_precision"] = str(place.fp32_precision)
                require(place.fp32_precision == wanted,
                        "torch did not take " + wanted + " for " + name)
        return facts
    torch.set_float32_matmul_precision("high" if tf32 else "highest")
    torch.backends.cuda.matmul.allow_tf32 = tf32
    torch.backends.cudnn.allow_tf32 = tf32
    return {"cuda.matmul.allow_tf32": str(torch.backends.cuda.matmul.allow_tf32),
            "cudnn.allow_tf32": str(torch.backends.cudnn.allow_tf32)}


def conditions_of(device):
    """Clock, power and temperature now, as torch reads them by pynvml, or why there are none."""
    if device == "cpu":
        return "torch reads no clocks, power or temperature of a CPU"
    if not torch.version.cuda:
        return "only on CUDA are the units known in which torch reads conditions"
    wanted = {"clockMegahertz": ("clock_rate", 1.0), "powerWatts": ("power_draw", 1e-3),
              "temperatureCelsius": ("temperature", 1.0)}
    told, reason = {}, "torch %s reads none" % torch.__version__
    for name, (function, unit) in wanted.items():
        try:
            told[name] = getattr(torch.cuda, function)(device) * unit
        except Exception as missing:  # no pynvml, an old torch, a right that is missing
            reason = "torch.cuda.%s: %s" % (function, str(missing).split("\n", 1)[0])
    return told or reason


# ---- training ------------------------------------------------------------------------------------


class Training:
    """A net on its device with its data, ready to be stepped."""

    step_multiple = 1

    def __init__(self, request):
        started = time.perf_counter()
        self.device, self.batch = request["device"], request["batch"]
        self.base = request["variant"].replace(CHANNELS_LAST, "")
        last = request["variant"].endswith(CHANNELS_LAST)
        self.layout = torch.channels_last if last else torch.contiguous_format
        self.rate = request["rate"]
        self.bf16 = request["math"] == "BF16"
        self.parameters = self.read_parameters(request)
        self.initial = [p.detach().clone() for p in self.parameters]
        self.read_data(request)
        self.forward = network(request["layers"], self.device)
        if self.base == "compile":
            self.loss = torch.compile(self.loss)
        self.build()
        self.compile_seconds = time.perf_counter() - started

    def laid_out(self, tensor):
        tensor = tensor.to(self.device)
        return tensor.to(memory_format=self.layout) if tensor.dim() == 4 else tensor

    def read_parameters(self, request):
        sizes = [int(torch.Size(p["shape"]).numel()) for p in request["parameters"]]
        values = torch.from_file(request["weights"], shared=False, size=sum(sizes)).clone()
        return [self.laid_out(part.reshape(p["shape"])).clone().requires_grad_(True)
                for part, p in zip(values.split(sizes), request["parameters"])]

    def read_data(self, request):
        count, shape = request["imageCount"], request["input"]
        require(count % self.batch == 0, "%d images are no whole number of batches of %d"
                % (count, self.batch))
        pixels = torch.from_file(request["images"], shared=False, dtype=torch.uint8,
                                 size=count * shape[0] * shape[1] * shape[2])
        scaling = request["scaling"]
        images = pixels.reshape([count] + shape).float() * scaling["slope"] + scaling["low"]
        self.images = self.laid_out(images)
        labels = torch.from_file(request["labels"], shared=False, dtype=torch.int32, size=count)
        self.labels = labels.to(torch.int64).to(self.device)
        self.batches = list(zip(self.images.split(self.batch), self.labels.split(self.batch)))

    def loss(self, x, y, parameters):
        if not self.bf16:
            return F.cross_entropy(self.forward(x, parameters), y)
        # The cache of cast weights would survive in a captured graph.
        with torch.autocast(self.device.split(":")[0], torch.bfloat16, cache_enabled=False):
            logits = self.forward(x, parameters)
        return F.cross_entropy(logits.float(), y)

    def step(self, x, y):
        loss = self.loss(x, y, self.parameters)
        gradients = torch.autograd.grad(loss, self.parameters)
        with torch.no_grad():
            torch._foreach_add_(self.parameters, gradients, alpha=-self.rate)
        return loss.detach()

    def build(self):
        """Compiles whatever is compiled at the first steps, then starts from the weights given."""
        for x, y in (self.batches * 3)[:3]:
            self.step(x, y)
        self.restart()

    def restart(self):
        self.done = 0
        with torch.no_grad():
            for parameter, value in zip(self.parameters, self.initial):
                parameter.copy_(value)
        self.synchronize()

    def synchronize(self):
        if self.device != "cpu":
            torch.cuda.synchronize(self.device)

    def run(self, steps, losses=None):
        """Runs steps (a multiple of step_multiple) without waiting for them."""
        for i in range(self.done, self.done + steps):
            loss = self.step(*self.batches[i % len(self.batches)])
            if losses is not None:
                losses.append(loss.clone())
        self.done += steps

    def seconds(self, steps):
        self.synchronize()
        started = time.perf_counter()
        self.run(steps)
        self.synchronize()
        return time.perf_counter() - started

    def conditions(self):
        return conditions_of(self.device)

    def check(self, request):
        """The losses of the first steps from the weights given; writes the weights after them."""
        losses = []
        self.restart()
        self.run(request["steps"], losses)
        self.synchronize()
        values = torch.cat([p.detach().contiguous().reshape(-1).cpu() for p in self.parameters])
        torch.from_file(request["weights"], shared=True, size=values.numel()).copy_(values)
        return [float(loss) for loss in losses]

    def submission(self):
        return "a Python loop, one step at a time"


class GraphTraining(Training):
    """Steps as replays of a captured CUDA graph, of one step or of many."""

    def build(self):
        many = self.base == "cuda-graph-many"
        batches = len(self.batches)
        if many:
            self.step_multiple = batches * -(-LEAST_STEPS_PER_GRAPH // batches)
        self.losses = torch.zeros(self.step_multiple, device=self.device)
        self.rows = torch.arange(self.batch, device=self.device)
        side = torch.cuda.Stream(self.device)
        side.wait_stream(torch.cuda.current_stream(self.device))
        with torch.cuda.stream(side):
            for _ in range(3):
                self.next_step() if not many else self.step(*self.batches[0])
        torch.cuda.current_stream(self.device).wait_stream(side)
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            for i in range(self.step_multiple):
                loss = self.step(*self.batches[i % batches]) if many else self.next_step()
                self.losses[i].copy_(loss)
        self.restart()

    def restart(self):
        self.rows.copy_(torch.arange(self.batch, device=self.device))
        super().restart()

    def next_step(self):
        """One graph serves all batches: the rows to take are counted on the device."""
        x, y = self.images.index_select(0, self.rows), self.labels.index_select(0, self.rows)
        loss = self.step(x.contiguous(memory_format=self.layout), y)
        self.rows.add_(self.batch).remainder_(len(self.labels))
        return loss

    def run(self, steps, losses=None):
        for _ in range(steps // self.step_multiple):
            self.graph.replay()
            if losses is not None:
                losses.extend(self.losses.clone())
        self.done += steps

    def submission(self):
        return "replays of one CUDA graph of %d step%s" % (
            self.step_multiple, "" if self.step_multiple == 1 else "s")


# ---- requests ------------------------------------------------------------------------------------


def prepare(request):
    device, variant, math = request["device"], request["variant"], request["math"]
    offered = {d["id"]: d for d in devices([])}
    require(device in offered, "there is no device %s; there are %s" % (device, list(offered)))
    require(variant in offered[device]["variants"],
            "there is no variant %s on %s" % (variant, device))
    require(math in offered[device]["mathModes"], "there is no math mode %s on %s" % (math, device))
    require(request["loss"] == "softmax-cross-entropy", "this peer has no loss " + request["loss"])
    threads = request.get("threads")
    if threads is not None:
        torch.set_num_threads(threads)
        require(torch.get_num_threads() == threads,
                "torch took %d threads instead of %d" % (torch.get_num_threads(), threads))
    require(torch.set_flush_denormal(request["flushDenormals"]) or not request["flushDenormals"],
            "denormals cannot be flushed on this processor")
    facts = set_math(math)
    if device != "cpu":
        torch.cuda.set_device(device)
        torch.backends.cudnn.benchmark = True
        facts["cudnn.benchmark"] = "True"
    facts["Winograd and FFT"] = "not excluded; torch has no switch for them"
    graph = variant.startswith("cuda-graph")
    training = (GraphTraining if graph else Training)(request)
    return training, {
        "device": device, "math": math, "variant": variant,
        "batch": training.batch, "threads": None if threads is None else torch.get_num_threads(),
        "flushDenormals": request["flushDenormals"], "deterministic": False,
        "storage": "BF16" if training.bf16 else "F32",
        "compileSeconds": training.compile_seconds, "submission": training.submission(),
        "facts": facts}


if __name__ == "__main__":
    colonnade_peer.serve(hello, prepare)
