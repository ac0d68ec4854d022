import {diffArrays} from 'diff'
import {diffLineWords, diffWords, type WordPart} from '../../../src/compare/words'

const plain = (parts: readonly WordPart[] | undefined) =>
  parts?.map(({kind, text}) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `{+${text}+}`)).join('')

test.each([
  ['lr: 0.0001', 'lr: 0.0002', 'lr: [-0.0001-]{+0.0002+}'],
  ['lr: 1e-4', 'lr: 1e-5', 'lr: [-1e-4-]{+1e-5+}'],
  ['torch==2.3.1', 'torch==2.4.0', 'torch==[-2.3.1-]{+2.4.0+}'],
  ['Classify the tweet now.', 'Classify the e-mail now.', 'Classify the [-tweet-]{+e-mail+} now.'],
  ['Answer yes or no.', 'Answer yes, no or maybe.', 'Answer yes{+, no+} or [-no-]{+maybe+}.'],
  ['one big red dog barks', 'one small blue dog barks', 'one [-big red-]{+small blue+} dog barks'],
  ['分类这条推文', '分类这封邮件', '分类这[-条推文-]{+封邮件+}'],
  ['分类这条推文的情感极性', '分类这封邮件的情感极性', '分类这[-条推文-]{+封邮件+}的情感极性'],
  ['a b c d', 'w x y z', undefined],
])('%j, now %j', (before, after, said) => {
  expect(plain(diffWords(before, after, diffArrays))).toBe(said)
})

test('as many lines as before: each against its own', () => {
  const parts = diffLineWords(['lr: 1', 'decay: 2'], ['lr: 2', 'decay: 1'], diffArrays)
  expect(plain(parts)).toBe('lr: [-1-]{+2+}\ndecay: [-2-]{+1+}')
})

test('a paragraph that is broken elsewhere', () => {
  const parts = diffLineWords(
    ['You are a careful', 'annotator of tweets.'],
    ['You are a careful annotator', 'of e-mails.', 'Think.'],
    diffArrays,
  )
  expect(plain(parts)).toBe('You are a careful[-\nannotator-] {+annotator\n+}of [-tweets-]{+e-mails+}.{+\nThink.+}')
})

test('texts that are too long, or have nothing in common, take no time and say nothing', () => {
  const started = performance.now()
  expect(diffWords('a '.repeat(30_000), 'b', diffArrays)).toBeUndefined()
  const words = (text: string) => Array.from({length: 3_000}, (_, i) => `${text}${i}`).join(' ')
  expect(diffWords(words('a'), words('b'), diffArrays)).toBeUndefined()
  expect(performance.now() - started).toBeLessThan(2_000)
})
