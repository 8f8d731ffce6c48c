"""Every kind of large model with random weights of a few kilobytes, saved as such a model is found on a disk."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

diffusers = pytest.importorskip("diffusers")
torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers", reason="large models need the package transformers")

CHARACTERS = [chr(code) for code in range(ord("!"), ord("~") + 1)]


def clip_tokenizer(folder: Path):
    """Knows single letters only."""
    folder.mkdir(parents=True, exist_ok=True)
    marks = [f"{one}</w>" for one in CHARACTERS]
    words = ["<|startoftext|>", "<|endoftext|>", *CHARACTERS, *marks]
    (folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return transformers.CLIPTokenizer(
        vocab=str(folder / "vocab.json"), merges=str(folder / "merges.txt"), model_max_length=77
    )


def clip_text(width: int, projection: bool = False):
    config = transformers.CLIPTextConfig(
        vocab_size=200, hidden_size=width, intermediate_size=32, num_attention_heads=2, num_hidden_layers=2,
        projection_dim=width, bos_token_id=0, eos_token_id=1, pad_token_id=1,
    )  # fmt: skip
    return (transformers.CLIPTextModelWithProjection if projection else transformers.CLIPTextModel)(config)


XL = {"addition_embed_type": "text_time", "addition_time_embed_dim": 8, "projection_class_embeddings_input_dim": 64}
"""What SDXL's networks are told beside the time: sizes of the picture, and the text as one list of numbers."""


def unet(width: int, **more: object):
    return diffusers.UNet2DConditionModel(
        sample_size=8, layers_per_block=1, block_out_channels=(8, 16), norm_num_groups=4, cross_attention_dim=width,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=2, **more,
    )  # fmt: skip


def vae():
    return diffusers.AutoencoderKL(
        block_out_channels=(8, 16), norm_num_groups=4, latent_channels=4, sample_size=64,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
    )  # fmt: skip


def sd(folder: Path):
    parts = {
        "vae": vae(), "text_encoder": clip_text(16), "tokenizer": clip_tokenizer(folder / "made"), "unet": unet(16),
        "scheduler": diffusers.LCMScheduler(), "safety_checker": None, "feature_extractor": None,
    }  # fmt: skip
    return diffusers.StableDiffusionPipeline(**parts, requires_safety_checker=False)


def controlnet(xl: bool = False):
    """A fresh one adds nothing to what the network sees, so this one is shaken."""
    made = diffusers.ControlNetModel(
        block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4, attention_head_dim=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), conditioning_embedding_out_channels=(4, 8),
        cross_attention_dim=32 if xl else 16, **(XL if xl else {}),
    )  # fmt: skip
    for numbers in made.parameters():
        torch.nn.init.normal_(numbers, std=0.1)
    return made


def sd_control(folder: Path):
    return diffusers.StableDiffusionControlNetPipeline(
        **sd(folder).components, controlnet=controlnet(), requires_safety_checker=False
    )


def sdxl(folder: Path):
    return diffusers.StableDiffusionXLPipeline(
        vae=vae(), text_encoder=clip_text(16), text_encoder_2=clip_text(16, projection=True),
        tokenizer=clip_tokenizer(folder / "made"), tokenizer_2=clip_tokenizer(folder / "made2"),
        unet=unet(32, **XL), scheduler=diffusers.EulerDiscreteScheduler(timestep_spacing="trailing"),
    )  # fmt: skip


def sdxl_control(folder: Path):
    parts = sdxl(folder).components | {"controlnet": controlnet(xl=True), "scheduler": diffusers.LCMScheduler()}
    return diffusers.StableDiffusionXLControlNetPipeline(**parts)


def latent_consistency(folder: Path):
    """One that was made for few steps: it takes its guidance as a number beside the time."""
    parts = sd(folder).components | {"unet": unet(16, time_cond_proj_dim=8)}
    return diffusers.LatentConsistencyModelPipeline(**parts, requires_safety_checker=False)


def bpe_tokenizer(kind: str, chat: bool = False):
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = ["<pad>", "<eos>", "<bos>", "<unk>", *CHARACTERS]
    inner = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="<unk>"))
    inner.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer = getattr(transformers, kind)(
        tokenizer_object=inner, pad_token="<pad>", eos_token="<eos>", bos_token="<bos>", unk_token="<unk>"
    )
    if chat:
        tokenizer.chat_template = "{% for m in messages %}{{ m['content'] }}{% endfor %}"
    return tokenizer


def language_model(kind: str, **more: object):
    """A text encoder of a few numbers: "Qwen3" or "Gemma2"."""
    small = {"vocab_size": 200, "num_attention_heads": 2}
    config = getattr(transformers, f"{kind}Config")(**small, **more)
    return getattr(transformers, "Qwen3ForCausalLM" if kind == "Qwen3" else "Gemma2Model")(config)


def klein(_folder: Path):
    text = language_model(
        "Qwen3", hidden_size=16, intermediate_size=32, num_hidden_layers=28, num_key_value_heads=2, head_dim=8,
        max_position_embeddings=600,
    )  # fmt: skip
    network = diffusers.Flux2Transformer2DModel(
        patch_size=1, in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=48, timestep_guidance_channels=16, axes_dims_rope=(4, 4, 4, 4), guidance_embeds=False,
    )  # fmt: skip
    decoder = diffusers.AutoencoderKLFlux2(
        block_out_channels=(8, 16), layers_per_block=1, latent_channels=4, norm_num_groups=4, sample_size=64,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
    )  # fmt: skip
    return diffusers.Flux2KleinPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(), vae=decoder, text_encoder=text,
        tokenizer=bpe_tokenizer("Qwen2TokenizerFast", chat=True), transformer=network, is_distilled=True,
    )  # fmt: skip


def sana(_folder: Path):
    text = language_model(
        "Gemma2", hidden_size=8, intermediate_size=16, num_hidden_layers=1, num_key_value_heads=1, head_dim=4,
        pad_token_id=0, eos_token_id=1, bos_token_id=2,
    )  # fmt: skip
    network = diffusers.SanaTransformer2DModel(
        patch_size=1, in_channels=4, out_channels=4, num_layers=1, num_attention_heads=2, attention_head_dim=4,
        num_cross_attention_heads=2, cross_attention_head_dim=4, cross_attention_dim=8, caption_channels=8,
        sample_size=32, qk_norm="rms_norm_across_heads", guidance_embeds=True,
    )  # fmt: skip
    decoder = diffusers.AutoencoderDC(
        in_channels=3, latent_channels=4, attention_head_dim=2, scaling_factor=0.41, downsample_block_type="conv",
        upsample_block_type="interpolate", decoder_norm_types="rms_norm", decoder_act_fns="silu",
        **{f"{part}_{name}": value for part in ("encoder", "decoder") for name, value in COMPRESSING.items()},
    )  # fmt: skip
    return diffusers.SanaSprintPipeline(
        tokenizer=bpe_tokenizer("GemmaTokenizerFast"), text_encoder=text, vae=decoder, transformer=network,
        scheduler=diffusers.SCMScheduler(),
    )  # fmt: skip


COMPRESSING = {
    "block_types": ("ResBlock", "EfficientViTBlock"), "block_out_channels": (8, 8), "qkv_multiscales": ((), (5,)),
    "layers_per_block": (1, 1),
}  # fmt: skip


def lora(folder: Path, rank: int = 2) -> Path:
    """Small weights for every attention of a tiny `sd`, in the file and under the names that LCM's are given out in."""
    from safetensors.torch import save_file

    torch.manual_seed(5)
    numbers = {}
    for name, layer in unet(16).named_modules():
        if isinstance(layer, torch.nn.Linear) and ".attn" in name:
            key = f"lora_unet_{name.replace('.', '_')}"
            numbers[f"{key}.lora_down.weight"] = torch.randn(rank, layer.in_features)
            numbers[f"{key}.lora_up.weight"] = torch.randn(layer.out_features, rank)
            numbers[f"{key}.alpha"] = torch.tensor(float(rank))
    folder.mkdir()
    save_file(numbers, folder / "pytorch_lora_weights.safetensors")
    return folder


MAKERS: dict[str, Callable[[Path], object]] = {
    "sd": sd, "sd with a ControlNet": sd_control, "sdxl": sdxl, "sdxl with a ControlNet": sdxl_control,
    "latent consistency": latent_consistency, "klein": klein, "sana sprint": sana,
}  # fmt: skip


def saved(name: str, folder: Path) -> Path:
    """The folder of a tiny model of this kind."""
    torch.manual_seed(3)
    MAKERS[name](folder).save_pretrained(folder / "model")
    return folder / "model"
