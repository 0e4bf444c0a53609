import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuildWorld, openBuildWorld } from './support/build-world.ts'

let world: BuildWorld

beforeAll(async () => {
  world = await openBuildWorld()
})

afterAll(() => world.close())

test('a Dockerfile becomes an image in the registry, with what its steps made', async () => {
  const image = await world.image({
    Dockerfile: `FROM busybox
WORKDIR /srv/app
COPY page.html /srv/app/
RUN echo from a command > made && chmod 640 made
CMD ["cat", "page.html"]
`,
    'page.html': 'hello',
  })
  expect(await world.file(image, 'srv/app/page.html')).toBe('hello')
  expect(await world.file(image, 'srv/app/made')).toBe('from a command\n')
  expect(image.config.config).toMatchObject({ Cmd: ['cat', 'page.html'], WorkingDir: '/srv/app' })
})
