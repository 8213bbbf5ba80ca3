"""Tiny random graphs with the inputs and outputs of YuNet and SFace."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from places import OUT, write_bytes

FOLDER = OUT / "tiny-faces"
STRIDES = (8, 16, 32)
KINDS = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
FIXED = 128
SEED = 42


def make():
    write(detector(["height", "width"]), "yunet-free.onnx")
    write(detector([FIXED, FIXED]), "yunet-fixed.onnx")
    write(recogniser(), "sface.onnx")


def write(graph, name):
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    write_bytes(FOLDER / name, model.SerializeToString())


def uniform(random, *shape):
    return random.random(shape) * 2 - 1


def tensor(name, array):
    dtype = np.int64 if np.issubdtype(np.asarray(array).dtype, np.integer) else np.float32
    return numpy_helper.from_array(np.asarray(array, dtype=dtype), name)


def detector(sides):
    """The mean of each cell's pixels, mixed at random: noise makes faces of all sizes, alike in no score."""
    random = np.random.Generator(np.random.PCG64(SEED))
    # Boxes of about four cells: many overlap.
    larger = np.array([0, 0, 1.5, 1.5]).reshape(4, 1, 1)
    nodes, weights, outputs = [], [tensor("larger", larger.astype(float)), tensor("same", np.zeros((1, 1, 1)))], []
    for stride in STRIDES:
        pooled = f"mean_{stride}"
        nodes.append(helper.make_node("AveragePool", ["input"], [pooled], kernel_shape=[stride] * 2, strides=[stride] * 2))
        for kind, count in KINDS.items():
            name = f"{kind}_{stride}"
            # The mean of noise becomes as much steadier as the cell grows.
            mix = uniform(random, count, 3, 1, 1) * 0.3 * stride / 8
            weights.append(tensor(f"w_{name}", mix))
            weights.append(tensor(f"b_{name}", uniform(random, count) * 0.3 - 127.5 * mix.sum(axis=(1, 2, 3))))
            weights.append(tensor(f"s_{name}", [1, count, -1]))
            nodes += [
                helper.make_node("Conv", [pooled, f"w_{name}", f"b_{name}"], [f"mixed_{name}"]),
                helper.make_node("Sigmoid" if count == 1 else "Tanh", [f"mixed_{name}"], [f"bent_{name}"]),
                helper.make_node("Add", [f"bent_{name}", "larger" if kind == "bbox" else "same"], [f"moved_{name}"]),
                helper.make_node("Reshape", [f"moved_{name}", f"s_{name}"], [f"rows_{name}"]),
                helper.make_node("Transpose", [f"rows_{name}"], [name], perm=[0, 2, 1]),
            ]
            cells = "anchors" if isinstance(sides[0], str) else sides[0] * sides[1] // stride**2
            outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, cells, count]))
    given = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, *sides])
    return helper.make_graph(nodes, "tiny-yunet", [given], outputs, weights)


def recogniser():
    random = np.random.Generator(np.random.PCG64(SEED))
    nodes, weights = [], []
    layers = [(3, 8, 7, 4), (8, 16, 3, 2), (16, 24, 3, 2)]
    before = "data"
    for index, (channels, filters, kernel, stride) in enumerate(layers):
        mix = uniform(random, filters, channels, kernel, kernel) / np.sqrt(channels * kernel * kernel)
        # Grey in the middle becomes 0: else all faces would point the same way.
        bias = -127.5 * mix.sum(axis=(1, 2, 3)) if index == 0 else uniform(random, filters) * 0.1
        weights += [tensor(f"w{index}", mix), tensor(f"b{index}", bias), tensor(f"p{index}", np.full((filters, 1, 1), 0.25))]
        nodes += [
            helper.make_node(
                "Conv", [before, f"w{index}", f"b{index}"], [f"c{index}"], strides=[stride] * 2, pads=[kernel // 2] * 4
            ),
            helper.make_node("PRelu", [f"c{index}", f"p{index}"], [f"a{index}"]),
        ]
        before = f"a{index}"
    weights.append(tensor("matrix", uniform(random, 24 * 3 * 3, 128)))
    nodes += [
        helper.make_node("AveragePool", [before], ["pooled"], kernel_shape=[3, 3], strides=[2, 2]),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("Gemm", ["flat", "matrix"], ["fc1"]),
    ]
    given = helper.make_tensor_value_info("data", TensorProto.FLOAT, [1, 3, 112, 112])
    found = helper.make_tensor_value_info("fc1", TensorProto.FLOAT, [1, 128])
    return helper.make_graph(nodes, "tiny-sface", [given], [found], weights)
