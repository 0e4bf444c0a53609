export type Message = { readonly subject: string; readonly text: string }
export type Locale = 'en' | 'zh-CN'

export type Occasion =
  /** `tenant` is null for an invitation to the platform as a whole */
  | {
      readonly kind: 'invitation'
      readonly tenant: string | null
      readonly by: string
      readonly link: string
    }
  | { readonly kind: 'reset'; readonly link: string }
  /** a personal invitation to a course */
  | { readonly kind: 'course'; readonly course: string; readonly by: string; readonly link: string }
  /** files of a lab are deleted at that time */
  | { readonly kind: 'deletion'; readonly lab: string; readonly at: Date; readonly link: string }

/** What a mail says, in the receiver's language; English where that is not known. */
export function mailText(occasion: Occasion, locale: Locale): Message {
  const { subject, lines } = textOf(TEXTS[locale], occasion)
  return { subject, text: `${lines.join('\n\n')}\n` }
}

function textOf(texts: Texts, occasion: Occasion): Text {
  switch (occasion.kind) {
    case 'invitation':
      return texts.invitation({ ...occasion, where: occasion.tenant ?? 'Berth' })
    case 'course':
      return texts.course(occasion)
    case 'reset':
      return texts.reset(occasion)
    case 'deletion':
      return texts.deletion({ ...occasion, at: minuteOf(occasion.at) })
  }
}

/** Nobody knows the receiver's time zone. */
function minuteOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

type Text = { readonly subject: string; readonly lines: readonly string[] }
type Texts = {
  readonly invitation: (about: { where: string; by: string; link: string }) => Text
  readonly course: (about: { course: string; by: string; link: string }) => Text
  readonly reset: (about: { link: string }) => Text
  readonly deletion: (about: { lab: string; at: string; link: string }) => Text
}

const TEXTS: Readonly<Record<Locale, Texts>> = {
  en: {
    invitation: ({ where, by, link }) => ({
      subject: `You are invited to ${where}`,
      lines: [
        `${by} invites you to ${where}.`,
        `Open this link within 7 days to accept:\n${link}`,
        'If you do not know what this is about, ignore this mail.',
      ],
    }),
    course: ({ course, by, link }) => ({
      subject: `You are invited to the course ${course}`,
      lines: [
        `${by} invites you to the course “${course}”.`,
        `Open this link to join. It is yours alone:\n${link}`,
        'If you do not know what this is about, ignore this mail.',
      ],
    }),
    reset: ({ link }) => ({
      subject: 'A new password for Berth',
      lines: [
        'Somebody, probably you, asked for a new password.',
        `Open this link within an hour to choose one:\n${link}`,
        'If it was not you, ignore this mail: nothing has changed.',
      ],
    }),
    deletion: ({ lab, at, link }) => ({
      subject: `Your files of the lab ${lab} are deleted soon`,
      lines: [
        `Your files of the lab “${lab}” are kept until ${at}, and are deleted then.`,
        `To go on with the lab while its time lasts, open:\n${link}`,
        'What you want to keep, copy before.',
      ],
    }),
  },
  'zh-CN': {
    invitation: ({ where, by, link }) => ({
      subject: `邀请您加入 ${where}`,
      lines: [
        `${by} 邀请您加入 ${where}。`,
        `请在 7 天内打开以下链接接受邀请：\n${link}`,
        '如果您不清楚这封邮件的来由，忽略即可。',
      ],
    }),
    course: ({ course, by, link }) => ({
      subject: `邀请您加入课程 ${course}`,
      lines: [
        `${by} 邀请您加入课程“${course}”。`,
        `请打开以下链接加入，该链接仅供您本人使用：\n${link}`,
        '如果您不清楚这封邮件的来由，忽略即可。',
      ],
    }),
    reset: ({ link }) => ({
      subject: '重置 Berth 密码',
      lines: [
        '有人（可能是您本人）请求重置密码。',
        `请在一小时内打开以下链接设置新密码：\n${link}`,
        '如果不是您本人操作，请忽略此邮件：一切都没有改变。',
      ],
    }),
    deletion: ({ lab, at, link }) => ({
      subject: `您在实验 ${lab} 中的文件即将删除`,
      lines: [
        `您在实验“${lab}”中的文件保留至 ${at}，届时将被删除。`,
        `如实验仍在有效期内，可打开以下链接继续：\n${link}`,
        '需要保留的内容，请提前复制。',
      ],
    }),
  },
}
