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

test('a check right above an instruction is of that one alone, whatever else the comment says', () => {
  const one = 'MAINTAINER x'
  expect(rules(`FROM a\n${one}\n# why\n#check = skip=MaintainerDeprecated\n${one}\n${one}`)).toEqual([
    'MaintainerDeprecated 2',
    'MaintainerDeprecated 6',
  ])
  expect(rules(`FROM a\n# check=skip=all\n# why\n${one}`)).toEqual([])
  expect(rules(`FROM a\n# check=skip=JSONArgsRecommended\n${one}`)).toEqual(['MaintainerDeprecated 3'])
  expect(rules(`FROM a\n# check=skip=all\n\n${one}`)).toEqual(['MaintainerDeprecated 4'])
  expect(rules(`FROM a\nRUN x \\\n# check=skip=all\n y\n${one}`)).toEqual(['MaintainerDeprecated 5'])
})

test('what is wrong anywhere in an instruction is skipped with it', () => {
  expect(rules('FROM a\n# check=skip=NoEmptyContinuation\nRUN x \\\n\n y')).toEqual([])
  expect(rules('FROM a\nRUN <<A\n# check=skip=all\nA\nMAINTAINER x')).toEqual(['MaintainerDeprecated 5'])
})

test('many comments and many warnings are read in the time of a few', () => {
  const begun = performance.now()
  const checked = '# check=skip=A\nRUN x\n'.repeat(1500)
  const skipped = `# check=skip=${'a,'.repeat(100_000)}\n`
  rules(`${skipped}FROM a\n${'#\n'.repeat(200_000)}${checked}${skipped}RUN x \\\n${'\n'.repeat(200_000)} y`)
  expect(performance.now() - begun).toBeLessThan(10_000)
})
