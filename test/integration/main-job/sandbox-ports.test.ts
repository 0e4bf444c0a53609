import { request } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PORT_COOKIES } from '../../../packages/core/src/index.ts'
import type { SandboxPortView, SandboxView } from '../../../packages/protocol/src/index.ts'
import { BrowserSession } from '../../support/browser-session.ts'
import { eventually } from '../../support/eventually.ts'
import { type PlatformApi, platformApi } from '../../support/platform-api.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'
import { type Visit, visit } from '../../support/visit.ts'

vi.setConfig({ testTimeout: 600_000 })

const NAME = 'lab-with-ports'
const LAB = `title: Ports
containers:
  box:
    image: busybox
    command: mkdir -p /root/www && httpd -p 8080 -h /root/www && exec nc -ll -p 8081 -e sh /root/answer.sh
    limits: { cpu: 0.25, memory: 64M, pids: 64, disk: 64M }
    ports:
      all: { port: 8080, open: true }
      mine: 8080
      other: 8080
      socket: { port: 8081, open: true }
      silent: { port: 8082, open: true }
home: { path: /root, size: 32M }
setup: scripts/setup.sh
`
const SETUP = `echo hello from the lab > /root/www/index.html
echo 'printf "HTTP/1.1 101 Switching Protocols\\r\\nConnection: upgrade\\r\\nUpgrade: echo\\r\\n\\r\\n"; exec cat' > /root/answer.sh
`

let platform: TestPlatform
let person: PlatformApi
let sandbox = ''
let ports: SandboxPortView[] = []

beforeAll(async () => {
  platform = await sharedPlatform()
  person = platformApi(platform, 'person')
  const { tenant } = platform.admin
  const files = { 'lab.yml': LAB, 'scripts/setup.sh': SETUP }
  await person.call('labs.save', { tenant, name: NAME, files })
  sandbox = (await person.call<SandboxView>('sandboxes.trial', { tenant, lab: NAME })).id
  ports = await person.ask<SandboxPortView[]>('sandboxPorts.list', { sandbox })
  await becomes('running')
}, 600_000)

afterAll(async () => {
  if (sandbox !== '') await person.call('sandboxes.end', { sandbox })
})

async function becomes(wanted: string): Promise<void> {
  const isSo = async () => {
    const { state, reasonText } = await person.ask<SandboxView>('sandboxes.get', { sandbox })
    if (state === 'failed') throw new Error(reasonText ?? 'it failed')
    return state === wanted
  }
  await eventually(isSo, { withinMs: 200_000, what: `a sandbox that is ${wanted}` })
}

function urlOf(name: string): string {
  const port = ports.find((one) => one.name === name)
  if (!port) throw new Error(`there is no port ${name}`)
  return port.url
}

/** The door learns what becomes of a sandbox a moment later. */
async function answers(url: string, text: string, headers: Record<string, string> = {}): Promise<Visit> {
  let last: Visit | undefined
  const isSo = async () => {
    last = await visit(url, { headers, timeoutMs: 20_000 }).catch(() => undefined) // held with the program that it reached
    return last?.body.includes(text) === true
  }
  await eventually(isSo, { withinMs: 200_000, what: `${url} that says ${text}` })
  if (!last) throw new Error('nothing was asked')
  return last
}

/** The cookie that a ticket of the platform's page becomes. */
async function passFor(name: string): Promise<string> {
  const { url } = await person.call<{ url: string }>('sandboxPorts.enter', {
    sandbox,
    name,
    at: '/index.html',
  })
  const { status, headers } = await visit(url)
  expect(status).toBe(303)
  expect(headers['location']).toBe('/index.html')
  const cookies = [headers['set-cookie'] ?? []].flat().map((cookie) => cookie.split(';', 1)[0] ?? '')
  expect((await visit(url)).headers['set-cookie']).toBeUndefined() // it was good once
  return cookies.find((cookie) => cookie.startsWith(PORT_COOKIES.plain)) ?? ''
}

test('an open port of a lab is reached by whoever knows its address, which no app could have', async () => {
  const { host } = new URL(urlOf('all'))
  expect(host).toMatch(/^lab-[0-9a-f]{24}\./)
  await answers(urlOf('all'), 'hello from the lab')
  expect(new Set(ports.map(({ url }) => url)).size).toBe(ports.length)
  const near = urlOf('all').replace('lab-', 'lab-0')
  expect((await visit(near)).status).toBe(404)
})

test('another one is for its owner and who teaches: a browser is sent to the platform for a pass', async () => {
  const refused = await answers(urlOf('mine'), 'open this port from the page of its lab')
  expect(refused.status).toBe(403)
  const browser = { accept: 'text/html' }
  const { status, headers } = await visit(`${urlOf('mine')}/a?b=1`, { headers: browser })
  expect(status).toBe(303)
  expect(headers['location']).toBe(`${platform.url}/s/${sandbox}/port/mine?at=%2Fa%3Fb%3D1`)
  const cookie = await passFor('mine')
  expect((await visit(urlOf('mine'), { headers: { cookie } })).body).toContain('hello from the lab')
  // of one port, for no other one
  expect((await visit(urlOf('other'), { headers: { cookie } })).status).toBe(403)
})

test('a websocket goes through the door to the program and back', async () => {
  const { hostname, port } = new URL(urlOf('socket'))
  const headers = { host: hostname, connection: 'upgrade', upgrade: 'echo' }
  const once = () =>
    new Promise<string>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, headers, agent: false, timeout: 60_000 })
      asked.on('upgrade', (_response, socket, head) => {
        if (head.length > 0) socket.unshift(head)
        socket.on('error', reject)
        socket.write('to and fro')
        let heard = ''
        socket.on('data', (data: Buffer) => {
          heard += data.toString()
          if (!heard.endsWith('to and fro')) return // it repeats what asked for it, too
          socket.destroy()
          resolve('to and fro')
        })
        socket.on('close', () => resolve(heard))
      })
      asked.on('response', (response) => {
        response.resume()
        resolve(`${response.statusCode}`)
      })
      asked.on('error', reject)
      asked.end()
    })
  await expect.poll(once, { timeout: 200_000 }).toBe('to and fro')
})

test('a port at which nothing listens says so', async () => {
  const { status } = await answers(urlOf('silent'), 'nothing in it answers at this port')
  expect(status).toBe(503)
})

test('while the lab is held its ports say why, and then they are where they were', async () => {
  const cookie = await passFor('mine')
  await person.call('sandboxes.pause', { sandbox })
  const held = await answers(urlOf('all'), 'This lab is paused')
  expect(held.status).toBe(503)
  expect(held.body).toContain('此实验已暂停')
  await becomes('frozen')
  await person.call('sandboxes.resume', { sandbox })
  await answers(urlOf('all'), 'hello from the lab')
  await answers(urlOf('mine'), 'hello from the lab', { cookie })
})

test('who stays keeps a pass; who lost their part has none, whatever they kept, and nobody else is kept out', async () => {
  const { course, courseLab, invite } = await courseOf(NAME)
  const [mia, ada] = [await invite('Mia', 'student'), await invite('Ada', 'assistant')]
  const { id } = await mia.session.api.sandboxes.start.mutate({ courseLab })
  const isRunning = async () =>
    (await mia.session.api.sandboxes.get.query({ sandbox: id })).state === 'running'
  await eventually(isRunning, { withinMs: 200_000, what: 'the lab of the course' })
  const list = await mia.session.api.sandboxPorts.list.query({ sandbox: id })
  const url = list.find(({ name }) => name === 'mine')?.url ?? ''
  const ticket = async ({ session }: typeof mia, stay: boolean) =>
    (await session.api.sandboxPorts.enter.mutate({ sandbox: id, name: 'mine', at: '/', stay })).url
  const cookieOf = ({ headers }: Visit) =>
    [headers['set-cookie'] ?? []].flat().map((one) => one.split(';', 1)[0] ?? '')
  const pass = async (who: typeof mia, stay = false) =>
    cookieOf(await visit(await ticket(who, stay))).join('; ')
  const visits = async (cookie: string) => (await visit(url, { headers: { cookie } })).status

  await answers(url, 'open this port from the page of its lab') // the door knows of it
  const stayed = await visit(await ticket(mia, true))
  expect(stayed).toMatchObject({ status: 204, body: '' })
  expect(stayed.headers['location']).toBeUndefined()
  await answers(url, 'hello from the lab', { cookie: cookieOf(stayed).join('; ') })
  const [hers, theirs] = [await pass(mia), await pass(ada)]
  expect([await visits(hers), await visits(theirs)]).toEqual([200, 200])

  const late = [await ticket(ada, false), await ticket(ada, true)]
  const change = { part: 'student' }
  await person.call('courses.members.change', { course, member: ada.member, change })
  await eventually(async () => (await visits(theirs)) === 403, { withinMs: 60_000, what: 'a pass that ends' })
  for (const address of late) expect(cookieOf(await visit(address))).toEqual([])
  await expect(ticket(ada, true)).rejects.toMatchObject({ data: { berth: { code: 'sandbox.not_found' } } })
  // the page of who has the right renews theirs
  expect(await visits(await pass(mia, true))).toBe(200)

  const kept = await pass(mia)
  const unused = await ticket(mia, true)
  await mia.session.api.sandboxes.end.mutate({ sandbox: id })
  await answers(url, 'This lab has ended', { cookie: kept })
  expect(cookieOf(await visit(unused))).toEqual([])
  await person.call('courses.archive', { course })
})

test('a lab that has ended says so at its ports, and lets nobody in', async () => {
  await person.call('sandboxes.end', { sandbox })
  await answers(urlOf('all'), 'This lab has ended')
  await answers(urlOf('mine'), 'This lab has ended')
})

type Invited = { readonly session: BrowserSession; readonly member: string }

/** A course with one lab, and how somebody with an account comes to it. */
async function courseOf(lab: string) {
  const { tenant } = platform.admin
  const { id: course } = await person.call<{ id: string }>('courses.create', {
    ...{ tenant, name: `${lab}-course`, title: 'Ports' },
  })
  const choices = await person.ask<{ id: string; name: string }[]>('courses.labs.choices', { course })
  const wanted = choices.find(({ name }) => name === lab)?.id
  const courseLab = (await person.call<{ id: string }>('courses.labs.add', { course, lab: wanted })).id
  const invite = async (name: string, part: 'student' | 'assistant'): Promise<Invited> => {
    const email = `${name.toLowerCase()}@ports.test`
    const fields = { name, email, part, group: null, externalId: null }
    const { id: member } = await person.call<{ id: string }>('courses.members.add', {
      course,
      person: fields,
    })
    const asked = { course, members: [member], mail: false }
    const [sent] = await person.call<{ link: string | null }[]>('courses.members.invite', asked)
    const code = new URL(sent?.link ?? '').pathname.split('/').at(-1) ?? ''
    const session = new BrowserSession(platform.url)
    const password = `a password of ${name}`
    await session.api.auth.signUp.mutate({ email, name, password, course: code })
    expect(await session.signIn(email, password)).toBeUndefined()
    await session.api.join.enter.mutate({ code })
    return { session, member }
  }
  return { course, courseLab, invite }
}
