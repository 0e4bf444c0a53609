'use client'

import { useTranslations } from 'next-intl'

const TRANSLATED = [
  'access.denied',
  'app.commit',
  'app.configured',
  'app.copy',
  'app.cron_changed',
  'app.cron_paused',
  'app.cron_resumed',
  'app.deployed',
  'app.destroyed',
  'app.diff',
  'app.env_changed',
  'app.exec',
  'app.job_canceled',
  'app.job_run',
  'app.git_branch_changed',
  'app.git_hook_changed',
  'app.git_hosts_forgotten',
  'app.git_key_made',
  'app.git_token_changed',
  'app.limits_changed',
  'app.paused',
  'app.processes_changed',
  'app.restarted',
  'app.rolled_back',
  'app.scaled',
  'app.secrets_changed',
  'app.sleep_changed',
  'app.slept',
  'app.started',
  'app.stopped',
  'app.unpaused',
  'app.woken',
  'deploy.canceled',
  'image.described',
  'image.image_deleted',
  'image.repository_deleted',
  'image.tag_deleted',
  'image.made_private',
  'image.made_public',
  'images.pruned',
  'invitation.created',
  'invitation.revoked',
  'member.added',
  'member.removed',
  'member.role_changed',
  'retention.run',
  'retention_rule.created',
  'retention_rule.removed',
  'tag_rule.created',
  'tag_rule.removed',
  'tenant.created',
  'tenant.quota_set',
  'token.created',
  'token.revoked',
  'token.sent_in_url',
  'webhook.changed',
  'webhook.created',
  'webhook.redelivered',
  'webhook.removed',
  'webhook.secret_renewed',
  'webhook.tested',
] as const

/** What an entry of the audit says was done, in the visitor's language; null when the page has no words for it. */
export function useActionText(): (action: string) => string | null {
  const t = useTranslations('audit.does')
  return (action) => {
    const known = TRANSLATED.find((one) => one === action)
    return known ? t(known) : null
  }
}
