import {showsBraille} from '../../../src/cli/braille'

test.each([
  [{}, true],
  [{LANG: 'de_DE.UTF-8'}, true],
  [{LANG: 'en_US.utf8', TERM: 'xterm-256color'}, true],
  [{LANG: 'C'}, false],
  [{LANG: 'en_US.ISO-8859-1'}, false],
  [{LC_ALL: 'C', LANG: 'en_US.UTF-8'}, false],
  [{LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C'}, true],
  [{LANG: 'en_US.UTF-8', TERM: 'linux'}, false],
])('%j: %j', (env, answer) => expect(showsBraille(env)).toBe(answer))
