import type { DoorPort, DoorRoute } from '@berth/core'

type Page = {
  readonly status: 404 | 503
  readonly title: string
  readonly text: string
  /** the same for who reads Chinese; each page holds both, so that nothing depends on what a browser asks for */
  readonly chinese: { readonly title: string; readonly text: string }
  /** seconds after which a browser should ask again */
  readonly retry?: number
}

type PageName =
  | DoorRoute['empty']
  | DoorPort['empty']
  | 'unknown'
  | 'unreachable'
  | 'restarting'
  | 'port-silent'
  | 'securing'

/** What a visitor is told when there is nothing to send the request to. */
export const PAGES: Readonly<Record<PageName, Page>> = {
  unknown: {
    status: 404,
    title: 'No app here',
    text: 'There is no app at this address.',
    chinese: { title: '此处没有应用', text: '此地址没有应用。' },
  },
  'not-deployed': {
    status: 404,
    title: 'Not deployed yet',
    text: 'This app exists, but nothing has been deployed to it yet.',
    chinese: { title: '尚未部署', text: '此应用已创建，但尚未部署任何内容。' },
  },
  paused: {
    status: 503,
    title: 'Paused',
    text: 'This app was paused by its owner.',
    chinese: { title: '已暂停', text: '此应用已被其所有者暂停。' },
  },
  stopped: {
    status: 503,
    title: 'Stopped',
    text: 'This app was stopped by its owner.',
    chinese: { title: '已停止', text: '此应用已被其所有者停止。' },
  },
  'scaled-to-zero': {
    status: 503,
    title: 'Scaled to zero',
    text: 'This app runs no instance at present: its owner scaled it to zero.',
    chinese: { title: '已缩容至零', text: '此应用当前没有运行任何实例：其所有者已将它缩容至零。' },
  },
  'no-port': {
    status: 404,
    title: 'Nothing to see here',
    text: 'This app runs, but takes no visitors: its owner gave it no port.',
    chinese: { title: '此处没有内容', text: '此应用正在运行，但不接受访问：其所有者没有为它设置端口。' },
  },
  starting: {
    status: 503,
    title: 'Starting',
    text: 'This app is starting. The page looks again by itself.',
    chinese: { title: '正在启动', text: '此应用正在启动，页面会自动刷新。' },
    retry: 2,
  },
  crashing: {
    status: 503,
    title: 'Not running',
    text: 'This app ends as soon as it starts. Its owner finds the reason in its logs.',
    chinese: { title: '未在运行', text: '此应用一启动就会退出，其所有者可以在日志中找到原因。' },
    retry: 10,
  },
  asleep: {
    status: 503,
    title: 'Asleep',
    text: 'This app sleeps, and is being woken. The page looks again by itself.',
    chinese: { title: '休眠中', text: '此应用正在休眠，即将被唤醒，页面会自动刷新。' },
    retry: 2,
  },
  waking: {
    status: 503,
    title: 'Waking up',
    text: 'This app slept, and is starting. The page looks again by itself.',
    chinese: { title: '正在唤醒', text: '此应用刚才在休眠，正在启动，页面会自动刷新。' },
    retry: 2,
  },
  restarting: {
    status: 503,
    title: 'Just a moment',
    text: 'The platform is restarting. Your apps keep running.',
    chinese: { title: '请稍候', text: '平台正在重启，您的应用会继续运行。' },
    retry: 1,
  },
  securing: {
    status: 503,
    title: 'No certificate yet',
    text: 'This address has no certificate yet; until it has one, nothing is sent in the clear. The page looks again by itself. On the machine itself, ./berth doctor says what is in the way.',
    chinese: {
      title: '尚无证书',
      text: '此地址尚无证书；在证书就绪之前，不会以明文传输任何内容。页面会自动刷新。在服务器上运行 ./berth doctor 可查看原因。',
    },
    retry: 5,
  },
  unreachable: {
    status: 503,
    title: 'No answer',
    text: 'This app is running but did not answer. Try again in a moment.',
    chinese: { title: '没有响应', text: '此应用正在运行，但没有响应。请稍后再试。' },
    retry: 5,
  },
  'lab-starting': {
    status: 503,
    title: 'Starting',
    text: 'This lab is starting, or begins anew. The page looks again by itself.',
    chinese: { title: '正在启动', text: '此实验正在启动或重新开始，页面会自动刷新。' },
    retry: 2,
  },
  'lab-frozen': {
    status: 503,
    title: 'Paused',
    text: 'This lab is paused: it goes on when its owner opens it. The page looks again by itself.',
    chinese: { title: '已暂停', text: '此实验已暂停，其所有者打开后会继续运行，页面会自动刷新。' },
    retry: 10,
  },
  'lab-stopped': {
    status: 503,
    title: 'Stopped',
    text: 'This lab is stopped: its owner starts it again on its page.',
    chinese: { title: '已停止', text: '此实验已停止，其所有者可以在实验页面重新启动。' },
  },
  'lab-ended': {
    status: 503,
    title: 'Ended',
    text: 'This lab has ended.',
    chinese: { title: '已结束', text: '此实验已结束。' },
  },
  'port-silent': {
    status: 503,
    title: 'Nothing listens here',
    text: 'The lab runs, but nothing in it answers at this port. Start the program that should; it has to listen on 0.0.0.0, not on 127.0.0.1 alone.',
    chinese: {
      title: '此端口没有程序在监听',
      text: '实验正在运行，但此端口没有响应。请启动相应的程序，并让它监听 0.0.0.0，而不仅仅是 127.0.0.1。',
    },
    retry: 5,
  },
}

export const PAGE_NAMES = Object.keys(PAGES) as readonly (keyof typeof PAGES)[]

/** English first, then Chinese: each part says its language to whoever reads it aloud. */
export function htmlPage(page: Page): string {
  const refresh = page.retry ? `<meta http-equiv="refresh" content="${page.retry}">` : ''
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${refresh}
<title>${page.title} · ${page.chinese.title}</title>
<style>
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.5 system-ui,sans-serif;background:#f7f7f8;color:#1b1b1f}
main{max-width:28rem;padding:2rem}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:0;color:#55555e}
section+section{margin-top:1.5rem}h2{font-size:1.25rem;margin:0 0 .5rem}small{display:block;margin-top:1.5rem;color:#6b6b76}
@media(prefers-color-scheme:dark){body{background:#111114;color:#f2f2f4}p,small{color:#a3a3ad}}
</style></head>
<body><main><section><h1>${page.title}</h1><p>${page.text}</p></section>
<section lang="zh-CN"><h2>${page.chinese.title}</h2><p>${page.chinese.text}</p></section><small>${page.status}</small></main></body></html>
`
}

export function jsonPage(name: string, page: Page): string {
  return `${JSON.stringify({ error: name, message: page.text })}\n`
}
