"""Stands for an ablation: two tokenizers with five seeds each, and one run of a third on other data. A record a line."""
import json

DEV = {"tickets": "sha256:" + "1f" * 32, "emails": "sha256:" + "9a" * 32}


def record(tokenizer, seed, f1, neutral=0.8, data="tickets"):
    return {
        "run_name": f"ner_{data}_{tokenizer}",
        "seed": seed,
        "params": {"tokenizer": tokenizer, "lr": 1e-4, "seed": seed},
        "dataset": {"name": data, "splits": {"dev": {"hash": DEV[data]}}},
        "metrics": {"dev": {"macro_f1": f1, "class_f1": {"neutral": neutral, "positive": 0.9}}, "latency_ms_p95": 12.0},
    }


runs = [
    *(record("subword", seed, f1) for seed, f1 in enumerate([0.880, 0.881, 0.879, 0.882, 0.878])),
    *(record("char", seed, f1) for seed, f1 in enumerate([0.890, 0.891, 0.889, 0.892, 0.888])),
    record("byte", 0, 0.760, neutral=0.1, data="emails"),
]

if __name__ == "__main__":
    for run in runs:
        print(json.dumps(run))
