'use client'

import type { UserView } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Dropdown, DropdownItem, DropdownSeparator } from '@berth/ui/dropdown.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { Ban, CircleCheck, Ellipsis, KeyRound, Shield, ShieldOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMe } from '../../session/me-context.ts'
import { ShownOnce } from '../shown-once.tsx'
import { When } from '../when.tsx'
import { useUserActions } from './use-user-actions.ts'

export function UserRow({ user }: { user: UserView }) {
  const t = useTranslations('admin')
  const common = useTranslations('common')
  const me = useMe()
  const { setDisabled, setAdmin, resetLink } = useUserActions()
  const mine = user.id === me.user.id
  return (
    <Tr>
      <Td>
        <span className="font-medium">{user.name ?? user.email}</span>
        {user.name ? <span className="block text-xs text-muted">{user.email}</span> : null}
      </Td>
      <Td label={t('state')}>
        <span className="flex gap-1">
          {user.isAdmin ? <Badge tone="accent">{t('administrator')}</Badge> : null}
          {user.disabled ? <Badge tone="bad">{t('disabled')}</Badge> : null}
        </span>
      </Td>
      <Td label={t('lastSeen')} className="text-right">
        {user.lastSeenAt ? (
          <When at={user.lastSeenAt} />
        ) : (
          <span className="whitespace-nowrap text-muted">{t('neverSeen')}</span>
        )}
      </Td>
      <Td label={t('since')} className="text-right">
        <When at={user.createdAt} />
      </Td>
      <Td className="w-px text-right">
        <Dropdown
          trigger={
            <IconButton size="icon-sm" label={t('actionsOf', { email: user.email })}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          <DropdownItem onSelect={() => resetLink.mutate({ userId: user.id })}>
            <KeyRound aria-hidden />
            {t('resetLink')}
          </DropdownItem>
          <DropdownItem
            disabled={mine}
            onSelect={() => setAdmin.mutate({ userId: user.id, isAdmin: !user.isAdmin })}
          >
            {user.isAdmin ? <ShieldOff aria-hidden /> : <Shield aria-hidden />}
            {t(user.isAdmin ? 'takeAdmin' : 'makeAdmin')}
          </DropdownItem>
          <DropdownSeparator />
          <DropdownItem
            disabled={mine}
            danger={!user.disabled}
            onSelect={() => setDisabled.mutate({ userId: user.id, disabled: !user.disabled })}
          >
            {user.disabled ? <CircleCheck aria-hidden /> : <Ban aria-hidden />}
            {t(user.disabled ? 'enable' : 'disable')}
          </DropdownItem>
        </Dropdown>
        <Dialog
          open={resetLink.data !== undefined}
          onOpenChange={(open) => open || resetLink.reset()}
          title={t('resetLinkOf', { email: user.email })}
          closeLabel={common('close')}
          className="text-left"
        >
          <ShownOnce text={resetLink.data?.link ?? ''} hint={t('resetLinkHint')} />
          <DialogFooter>
            <Button variant="primary" onClick={() => resetLink.reset()}>
              {common('done')}
            </Button>
          </DialogFooter>
        </Dialog>
      </Td>
    </Tr>
  )
}
