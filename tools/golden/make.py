"""Makes all golden files anew: python tools/golden/make.py"""

import os

# Set before the libraries load: one thread keeps sums in one order, and nothing may be fetched.
os.environ.update(
    OMP_NUM_THREADS="1",
    TOKENIZERS_PARALLELISM="false",
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_VERBOSITY="error",
    ORT_DISABLE_TELEMETRY="1",
)

import torch  # noqa: E402

import faces  # noqa: E402
import manifest  # noqa: E402
import minilm  # noqa: E402
import preprocess  # noqa: E402
import silero  # noqa: E402
import tiny_model  # noqa: E402
import tiny_reranker  # noqa: E402
import tiny_tokenizer  # noqa: E402
import tiny_xlmr  # noqa: E402
import tokens  # noqa: E402
import vectors  # noqa: E402


def main():
    torch.set_num_threads(1)
    vocabulary = tiny_tokenizer.build()
    tokens.make()
    pixel_values = preprocess.make()
    model = tiny_model.build(vocabulary)
    tiny_model.export_all(model)
    vectors.make(model, pixel_values)
    minilm.make()
    tiny_xlmr.make()
    tiny_reranker.make()
    silero.make()
    faces.make()
    manifest.make()


if __name__ == "__main__":
    main()
