import type {Direction} from '../model/settings'

/** Written by hand, checked against torchmetrics, lm-eval, scikit-learn and Hugging Face evaluate. Names as `foldName` spells them. */
const HIGHER = `
  accuracy balanced_accuracy top_k_accuracy precision recall f1 macro_f1 micro_f1 weighted_f1 samples_f1 macro_precision
  macro_recall micro_precision micro_recall fbeta specificity npv roc_auc roc_auc_ovr roc_auc_ovo pr_auc average_precision mcc
  matthews_correlation cohen_kappa jaccard log_auc auc
  entity_f1 entity_precision entity_recall overall_f1 overall_precision overall_recall overall_accuracy span_f1 uas las
  bleu sacrebleu google_bleu chrf chrf++ rouge1 rouge2 rougel rougelsum meteor bertscore_f1 bertscore_precision bertscore_recall
  bleurt comet sari mauve nist_mt exact_match em squad_f1 acc_norm acc acc_mutual_info acc_bytes pass code_eval win_rate
  ndcg map mrr hit_rate r_precision
  pearsonr spearmanr kendalltau r2 explained_variance cosine_similarity concordance_corrcoef
  map50 map50_95 mean_iou psnr ssim
  samples_per_second steps_per_second tokens_per_second throughput speed
  wip`

const LOWER = `
  loss log_loss cross_entropy nll hinge_loss brier_score kl_divergence js_divergence neg_log_likelihood
  perplexity word_perplexity byte_perplexity bits_per_byte bpc
  wer cer mer wil ter eed edit_distance character charcut_mt error_rate eer fpr fnr fdr fall_out hamming_loss
  mae mse rmse mape smape wmape msle mase max_error crps
  ece mce calibration_error
  latency runtime vram gpu_memory rss model_size params flops total_flos energy_kwh co2_kg cost_usd wall memory ram`

/** Metric → which way is better. torchmetrics says lower for WordInfoPreserved (wip = 1 - wil), which is wrong. */
export const REGISTRY: ReadonlyMap<string, Direction> = new Map([
  ...HIGHER.trim()
    .split(/\s+/)
    .map(name => [name, 'higher'] as const),
  ...LOWER.trim()
    .split(/\s+/)
    .map(name => [name, 'lower'] as const),
])

/** Other spellings of the same metric, folded. */
export const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    matthews_corrcoef: 'mcc',
    ppl: 'perplexity',
    r_squared: 'r2',
    auroc: 'roc_auc',
    auc_roc: 'roc_auc',
    auprc: 'pr_auc',
    pearson: 'pearsonr',
    spearman: 'spearmanr',
    kendall: 'kendalltau',
    ents_f: 'entity_f1',
    ents_p: 'entity_precision',
    ents_r: 'entity_recall',
    sents_f: 'f1',
    cats_macro_f: 'macro_f1',
    cats_micro_f: 'micro_f1',
    cats_macro_auc: 'roc_auc',
    dep_uas: 'uas',
    dep_las: 'las',
    tag_acc: 'accuracy',
    peak_memory: 'memory',
  }),
)
