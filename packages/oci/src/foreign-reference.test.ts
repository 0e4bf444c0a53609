import { expect, test } from 'vitest'
import { parseForeignReference } from './foreign-reference.ts'

const digest = `sha256:${'a'.repeat(64)}`
const parse = (text: string) => parseForeignReference(text, 'localhost:7070')

test.each([
  ['docker.io/nginx', 'docker.io', 'library/nginx', 'latest'],
  ['docker.io/grafana/grafana:11', 'docker.io', 'grafana/grafana', '11'],
  ['registry.k8s.io/pause:3.10', 'registry.k8s.io', 'pause', '3.10'],
  ['Registry.Example:5000/team/x:1', 'registry.example:5000', 'team/x', '1'],
])('%s is of %s', (text, namespace, repository, tag) => {
  expect(parse(text)).toEqual({ namespace, repository, tag, digest: null })
})

test('a digest needs no tag', () => {
  expect(parse(`ghcr.io/o/r@${digest}`)).toEqual({
    namespace: 'ghcr.io',
    repository: 'o/r',
    tag: null,
    digest,
  })
})

test.each(['nginx', 'team/nginx:1', 'localhost:7070/team/nginx', 'mirror/hub/library/nginx'])(
  '%s is of this registry',
  (text) => expect(parse(text)).toBeUndefined(),
)

test('what is no name is refused', () => {
  expect(() => parse('docker.io/UPPER')).toThrow(expect.objectContaining({ code: 'image.reference_invalid' }))
  expect(() => parse('docker.io/')).toThrow(expect.objectContaining({ code: 'image.reference_invalid' }))
})
