import {hasControl} from '../../src/base/text'
import {compareRecords} from '../../src/compare/compare-runs'
import {comparisonMarkdown} from '../../src/render/comparison-markdown'
import {renderComparison} from '../../src/render/comparison-view'
import {toJson} from '../../src/render/json'
import {renderListed} from '../../src/render/list-view'
import {renderLog} from '../../src/render/log-view'
import {mdCode, mdText} from '../../src/render/markdown'
import {renderRun} from '../../src/render/run-view'
import {cutToWidth, widthOf} from '../../src/render/width'
import fc from '../support/fast-check'
import {aRecord, aText} from '../support/odd-records'

const now = Date.parse('2026-01-05T11:30:00.000Z')
const aWidth = fc.constantFrom(1, 20, 80, Number.POSITIVE_INFINITY)
const columns = ['id', 'name', 'created', 'params.x', 'metrics.f1', 'notes', 'other']

const expectTame = (text: string) => expect(text.split(/\r?\n/).filter(hasControl)).toEqual([])

test('no renderer lets a control character of the data through', () => {
  fc.assert(
    fc.property(aRecord, aRecord, aText, aWidth, (a, b, text, width) => {
      const options = {color: false, width, now}
      const listed = {runs: [a, b], total: 3, columns, missing: [{path: text, count: 1}], settings: {directions: {}}}
      for (const format of ['table', 'md', 'csv', 'json', 'jsonl'] as const) {
        expectTame(renderListed(listed, format, options).replaceAll('\t', ''))
      }
      expectTame(renderRun({record: a, path: text, warnings: [text]}, options))
      const view = {
        before: {id: text, name: text},
        after: {id: text, name: text},
        comparison: compareRecords(a, b, {directions: {}}),
      }
      expectTame(renderComparison(view, options))
      expectTame(comparisonMarkdown(view))
      const entry = {commit: text, time: text, author: text, subject: text, run: text, status: text}
      expectTame(renderLog([entry], options))
    }),
    {numRuns: 300},
  )
})

test('markdown of a text holds no HTML, cell, mention or fence of its own', () => {
  fc.assert(
    fc.property(aText, text => {
      for (const markdown of [mdText(text), mdCode(text)]) {
        const outside = markdown.replace(/^`[^`\n]*`$/, '').replace(/^<code>(.*)<\/code>$/, '$1')
        expect(outside).not.toMatch(/[<>@|`\n]/)
        expect(markdown).not.toMatch(/\|/)
      }
    }),
    {numRuns: 1000},
  )
})

test('every table row of a comparison has the cells of its header', () => {
  fc.assert(
    fc.property(aRecord, aRecord, (a, b) => {
      const head = {id: 'x', name: 'x'}
      const text = comparisonMarkdown({before: head, after: head, comparison: compareRecords(a, b, {directions: {}})})
      const rows = text.split('\n').filter(line => line.startsWith('|'))
      for (const row of rows) expect(row.split('|')).toHaveLength(6)
    }),
    {numRuns: 300},
  )
})

test('JSON reads back, whatever it held', () => {
  fc.assert(fc.property(aRecord, record => void JSON.parse(toJson(record))))
})

test('a cut text is never too wide', () => {
  fc.assert(
    fc.property(fc.string({unit: 'grapheme'}), fc.nat(12), (text, width) => {
      expect(widthOf(cutToWidth(text, width))).toBeLessThanOrEqual(width)
    }),
  )
})
