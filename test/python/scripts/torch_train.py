"""Plain PyTorch with argparse; prints its metrics and writes them down."""

import argparse
import json

import torch
from texts import LABELS, read_csv

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.1)
parser.add_argument("--epochs", type=int, default=3)
parser.add_argument("--seed", type=int, default=13)
parser.add_argument("--out", default="torch_metrics.json")
args = parser.parse_args()

torch.manual_seed(args.seed)
rows = read_csv("data/train.csv")
words = sorted({word for row in rows for word in row["text"].split()})
x = torch.tensor([[float(word in row["text"].split()) for word in words] for row in rows])
y = torch.tensor([row["label"] for row in rows])
model = torch.nn.Linear(len(words), len(LABELS))
optimizer = torch.optim.SGD(model.parameters(), lr=args.lr)
for epoch in range(args.epochs):
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    print(f"epoch {epoch} loss {loss.item():.4f}")
accuracy = (model(x).argmax(1) == y).float().mean().item()
torch.save(model.state_dict(), "torch_model.pt")
with open(args.out, "w") as file:
    json.dump({"train": {"loss": loss.item(), "accuracy": accuracy}}, file)
print("TRUTH " + json.dumps({"loss": loss.item(), "accuracy": accuracy, "args": vars(args)}))
