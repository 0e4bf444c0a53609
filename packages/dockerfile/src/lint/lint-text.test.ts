import { expect, test } from 'vitest'
import { parseDockerfile } from '../parse/parse-dockerfile.ts'

const rules = (text: string) =>
  parseDockerfile(text).warnings.map(({ rule, place }) => `${rule} ${place.line}`)

test.each([
  ['FROM a AS Big', ['StageNameCasing 1']],
  ['FROM a as b', ['FromAsCasing 1']],
  ['from a AS b', ['FromAsCasing 1']],
  ['FROM a\nRUN x \\\n\n y', ['NoEmptyContinuation 3']],
  ['FROM a\nrun x\nRUN y', ['ConsistentInstructionCasing 2']],
  ['from a\nrun x\nRUN y', ['ConsistentInstructionCasing 3']],
  ['FROM a\nRun x', ['ConsistentInstructionCasing 2']],
  ['FROM a AS x\nFROM b AS x', ['DuplicateStageName 2']],
  ['FROM a AS scratch', ['ReservedStageName 1']],
  ['FROM a\nCMD x', ['JSONArgsRecommended 2']],
  ['FROM a\nSHELL ["/bin/bash", "-c"]\nCMD x', []],
  ['FROM a\nENTRYPOINT x', ['JSONArgsRecommended 2']],
  ['FROM a\nMAINTAINER x', ['MaintainerDeprecated 2']],
  ['FROM a\nENV a b', ['LegacyKeyValueFormat 2']],
  ['FROM a\nLABEL a b', ['LegacyKeyValueFormat 2']],
  ['FROM a\nARG API_TOKEN', ['SecretsUsedInArgOrEnv 2']],
  ['FROM a\nENV DB_PASSWORD=x', ['SecretsUsedInArgOrEnv 2']],
  ['FROM a\nENV PUBLIC_KEY=x KEYBOARD=y', []],
  ['FROM a\nCMD ["a"]\nCMD ["b"]', ['MultipleInstructionsDisallowed 2']],
  ['FROM a\nCMD ["a"]\nFROM b\nCMD ["b"]', []],
  ['FROM a\nEXPOSE 80/TCP', ['ExposeProtoCasing 2']],
  ['FROM a\nEXPOSE 127.0.0.1:80:80', ['ExposeInvalidFormat 2']],
])('%j is told of %j', (text, expected) => {
  expect(rules(text)).toEqual(expected)
})

test('what the check directive skips is not told', () => {
  expect(rules('# check=skip=stagenamecasing\nFROM a AS Big\nMAINTAINER x')).toEqual([
    'MaintainerDeprecated 3',
  ])
  expect(rules('# check=skip=all\nFROM a AS Big\nMAINTAINER x')).toEqual([])
})
