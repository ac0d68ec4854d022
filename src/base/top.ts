/** Above this share of all, sorting everything is cheaper than keeping a heap. */
const HEAP_SHARE = 1 / 4

/** The first `limit` of `rows` in the order of `compare`, sorted. Time n·log(limit) for a small limit. */
export function top(rows: ArrayLike<number>, limit: number, compare: (a: number, b: number) => number): number[] {
  if (limit >= rows.length * HEAP_SHARE) return Array.from(rows).sort(compare).slice(0, Math.max(0, limit))
  if (limit <= 0) return []
  // The worst of those kept stands at heap[0].
  const heap: number[] = []
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    if (heap.length < limit) siftUp(heap, row, compare)
    else if (compare(row, heap[0]!) < 0) siftDown(heap, row, compare)
  }
  return heap.sort(compare)
}

function siftUp(heap: number[], row: number, compare: (a: number, b: number) => number): void {
  let at = heap.length
  heap.push(row)
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (compare(row, heap[parent]!) <= 0) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = row
}

function siftDown(heap: number[], row: number, compare: (a: number, b: number) => number): void {
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && compare(heap[child + 1]!, heap[child]!) > 0) child++
    if (compare(heap[child]!, row) <= 0) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = row
}
