import type {Machine} from '../../ports/machine'
import type {Found} from './probe'

/** Characters of a value; none of these needs more. */
const MAX_VALUE = 500

/**
 * The variables that decide how a run computes. None other is ever recorded: variables hold secrets. None here names a
 * folder, which would be about one machine.
 */
export const RECORDED_VARIABLES: readonly string[] = [
  'ACCELERATE_MIXED_PRECISION',
  'CUBLAS_WORKSPACE_CONFIG',
  'CUDA_DEVICE_MAX_CONNECTIONS',
  'CUDA_DEVICE_ORDER',
  'CUDA_LAUNCH_BLOCKING',
  'CUDA_VISIBLE_DEVICES',
  'FLASH_ATTENTION_DETERMINISTIC',
  'HF_DATASETS_OFFLINE',
  'HF_HUB_OFFLINE',
  'HIP_VISIBLE_DEVICES',
  'JAX_DEFAULT_MATMUL_PRECISION',
  'JAX_ENABLE_X64',
  'JAX_PLATFORMS',
  'KMP_DETERMINISTIC_REDUCTION',
  'MKL_CBWR',
  'MKL_NUM_THREADS',
  'NCCL_ALGO',
  'NCCL_PROTO',
  'NUMEXPR_NUM_THREADS',
  'NVIDIA_TF32_OVERRIDE',
  'NVTE_ALLOW_NONDETERMINISTIC_ALGO',
  'OMP_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'PYTHONHASHSEED',
  'PYTHONOPTIMIZE',
  'PYTORCH_CUDA_ALLOC_CONF',
  'PYTORCH_ENABLE_MPS_FALLBACK',
  'TF_CUDNN_DETERMINISTIC',
  'TF_DETERMINISTIC_OPS',
  'TF_ENABLE_ONEDNN_OPTS',
  'TF_FORCE_GPU_ALLOW_GROWTH',
  'TOKENIZERS_PARALLELISM',
  'TORCH_ALLOW_TF32_CUBLAS_OVERRIDE',
  'TORCH_CUDNN_V8_API_DISABLED',
  'TORCHDYNAMO_DISABLE',
  'TRANSFORMERS_OFFLINE',
  'VECLIB_MAXIMUM_THREADS',
  'XLA_FLAGS',
] as const

/** `vars`: those on the list that are set. */
export function probeVariables({env}: Machine): Found {
  const set = RECORDED_VARIABLES.flatMap(name => {
    const value = env[name]
    return value === undefined ? [] : [[name, value.slice(0, MAX_VALUE)] as const]
  })
  return {facts: set.length > 0 ? {vars: Object.fromEntries(set)} : {}}
}
