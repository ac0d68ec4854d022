import {diffArrays} from 'diff'
import {hasControl} from '../../src/base/text'
import {compareRuns} from '../../src/compare/compare-runs'
import {diffPackages} from '../../src/compare/packages'
import {diffSource, type SourceDiff, sourceTotals} from '../../src/compare/source/diff-source'
import {type FileChange, touchedFiles} from '../../src/compare/source/touched-files'
import {statOf} from '../../src/compare/stat'
import {diffText} from '../../src/compare/text-diff'
import {diffWords} from '../../src/compare/words'
import {comparisonMarkdown} from '../../src/render/comparison-markdown'
import {renderComparison} from '../../src/render/comparison-view'
import {statMarkdown, statText} from '../../src/render/stat-view'
import fc from '../support/fast-check'
import {aRecord, aText} from '../support/odd-records'

const aLine = fc.oneof(aText, fc.constantFrom('', 'lr: 1', 'lr: 2', 'a b c', 'a b d', '\r', '```', '</details>'))
const aFile = fc.array(aLine, {maxLength: 12}).map(lines => lines.join('\n'))

test('words without the added are the one text, without the removed the other', () => {
  fc.assert(
    fc.property(aFile, aFile, (before, after) => {
      const parts = diffWords(before, after, diffArrays)
      if (!parts) return
      const without = (kind: string) => parts.flatMap(part => (part.kind === kind ? [] : [part.text])).join('')
      expect([without('added'), without('removed')]).toEqual([before, after])
    }),
    {numRuns: 500},
  )
})

test('hunks and counts turn one text into the other', async () => {
  await fc.assert(
    fc.asyncProperty(aFile, aFile, async (before, after) => {
      const {hunks, added, removed, truncated} = await diffText({path: 'a.yaml', before, after}, {words: true})
      if (truncated !== undefined || hunks.length === 0) return
      const lines = hunks.flatMap(hunk => hunk.lines)
      expect(lines.filter(line => line.startsWith('+'))).toHaveLength(added!)
      expect(lines.filter(line => line.startsWith('-'))).toHaveLength(removed!)
      for (const {lines, words = []} of hunks) {
        for (const {at, count} of words) {
          expect(lines.slice(at, at + count).every(line => /^[-+\\]/.test(line))).toBe(true)
        }
      }
    }),
    {numRuns: 300},
  )
})

const aChange = fc.record(
  {path: aText, before: fc.constantFrom('1', '2', '3'), after: fc.constantFrom('1', '2', '4')},
  {requiredKeys: ['path']},
)

test('every change of a tree is told once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(aChange, {selector: ({path}) => path}), changes => {
      const real = changes.filter(({before, after}) => before !== undefined || after !== undefined)
      const told = touchedFiles(real as FileChange[]).flatMap(({path, from}) => [
        path,
        ...(from === undefined ? [] : [from]),
      ])
      expect(told.sort()).toEqual(real.map(({path}) => path).sort())
    }),
  )
})

const aSource = fc
  .tuple(fc.array(fc.tuple(aText, aFile, aFile), {maxLength: 4}), aText)
  .map(async ([files, text]): Promise<SourceDiff> => {
    const touched = files.map(([path]) => ({path, kind: 'changed' as const, before: '1', after: '2'}))
    const bytes = files.map(([, before, after], i) => ({
      file: touched[i]!,
      before: Buffer.from(before),
      after: Buffer.from(after),
    }))
    const diffs = await diffSource(bytes)
    const commit = {commit: text, subject: text}
    return {
      before: {commit: text, ran: `${text}1`},
      after: {commit: `${text}2`, ran: `${text}3`},
      range: {relation: 'diverged', ahead: [commit], behind: [commit]},
      compared: true,
      files: diffs,
      ...sourceTotals(touched, diffs),
      problems: [text],
    }
  })

test('no control character of code, packages and texts comes through, and markdown keeps to its size', async () => {
  const size = fc.constantFrom(700, 1_500, 65_536)
  await fc.assert(
    fc.asyncProperty(aRecord, aRecord, aSource, aFile, aFile, size, async (a, b, source, before, after, max) => {
      const comparison = await compareRuns(a, b, {
        directions: {},
        texts: [{path: before, before, after, role: 'prompt'}],
        source: await source,
        packages: diffPackages(before, after, new Set()),
      })
      const head = {id: 'x', name: 'x'}
      const view = {before: head, after: head, comparison}
      const markdown = comparisonMarkdown(view, max)
      const stat = statOf(comparison)
      for (const text of [
        renderComparison(view, {color: false, width: 80}),
        markdown,
        statText(stat, false),
        statMarkdown(stat),
      ])
        expect(text.split('\n').filter(hasControl)).toEqual([])
      expect(markdown.length).toBeLessThanOrEqual(max)
      const count = (word: string) => markdown.split(`\n${word}`).length
      expect(count('</details>')).toBe(count('<details>'))
    }),
    {numRuns: 200},
  )
})
