"""Whisper as the Hub has it: an encoder, and a merged decoder with its cache and its attention to the sound."""

import shutil
import tempfile
import warnings
from pathlib import Path

from optimum.exporters.onnx import main_export
from optimum.exporters.onnx.model_configs import WhisperOnnxConfig
from transformers import WhisperFeatureExtractor, WhisperForConditionalGeneration


class WithCrossAttentions(WhisperOnnxConfig):
    """The export that word times need: what each head of the decoder looks at in the sound."""

    @property
    def outputs(self):
        found = super().outputs
        if self._behavior.value == "decoder":
            for layer in range(self._config.decoder_layers):
                found[f"cross_attentions.{layer}"] = {0: "batch_size", 2: "decoder_sequence_length", 3: "encoder_sequence_length"}
        return found


def export_whisper(model: WhisperForConditionalGeneration, folder: Path) -> None:
    """Writes the two graphs and the three documents; the model's attention must be "eager"."""
    with tempfile.TemporaryDirectory() as saved, tempfile.TemporaryDirectory() as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.save_pretrained(saved)
        WhisperFeatureExtractor(feature_size=model.config.num_mel_bins).save_pretrained(saved)
        task = "automatic-speech-recognition-with-past"
        config = WithCrossAttentions(model.config, task="automatic-speech-recognition", use_past=True)
        main_export(
            saved,
            made,
            task=task,
            opset=17,
            no_post_process=False,
            do_validation=False,
            custom_onnx_configs={
                "encoder_model": config.with_behavior("encoder"),
                "decoder_model": config.with_behavior("decoder", use_past=True, use_past_in_inputs=False),
                "decoder_with_past_model": config.with_behavior("decoder", use_past=True, use_past_in_inputs=True),
            },
            model_kwargs={"output_attentions": True},
            library_name="transformers",
        )
        (folder / "onnx").mkdir(parents=True, exist_ok=True)
        for graph in ("encoder_model.onnx", "decoder_model_merged.onnx"):
            shutil.copyfile(Path(made) / graph, folder / "onnx" / graph)
        for document in ("config.json", "generation_config.json", "preprocessor_config.json"):
            source = Path(made) / document
            shutil.copyfile(source if source.exists() else Path(saved) / document, folder / document)
