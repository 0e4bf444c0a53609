import type { Permission } from '@berth/core/role.ts'
import {
  Activity,
  BookOpen,
  Boxes,
  Database,
  FolderTree,
  Building2,
  FlaskConical,
  Gauge,
  GraduationCap,
  HardDrive,
  KeyRound,
  Layers,
  type LucideIcon,
  ScrollText,
  Server,
  UserCog,
  Users,
  Webhook,
  Waypoints,
} from 'lucide-react'

export type NavPage = {
  readonly key:
    | 'apps'
    | 'images'
    | 'volumes'
    | 'projects'
    | 'courses'
    | 'learn'
    | 'labs'
    | 'activity'
    | 'members'
    | 'tokens'
    | 'quota'
    | 'audit'
    | 'webhooks'
    | 'adminUsers'
    | 'adminTenants'
    | 'adminNodes'
    | 'adminMirrors'
    | 'adminStorage'
  readonly icon: LucideIcon
  /** the second key after `g` */
  readonly shortcut: string
  readonly href: (tenant: string) => string
  readonly needs?: Permission
}

export const WORK_PAGES: readonly NavPage[] = [
  { key: 'apps', icon: Boxes, shortcut: 'a', href: (tenant) => `/t/${tenant}` },
  { key: 'images', icon: Layers, shortcut: 'i', href: (tenant) => `/t/${tenant}/images` },
  { key: 'volumes', icon: Database, shortcut: 'v', href: (tenant) => `/t/${tenant}/volumes` },
  { key: 'projects', icon: FolderTree, shortcut: 'p', href: (tenant) => `/t/${tenant}/projects` },
  {
    key: 'courses',
    icon: GraduationCap,
    shortcut: 'c',
    href: (tenant) => `/t/${tenant}/courses`,
    needs: 'course:manage',
  },
  {
    key: 'labs',
    icon: FlaskConical,
    shortcut: 'l',
    href: (tenant) => `/t/${tenant}/labs`,
    needs: 'course:manage',
  },
  { key: 'activity', icon: Activity, shortcut: 'e', href: (tenant) => `/t/${tenant}/activity` },
]

/** A student's home; for who is in a course. */
export const LEARN_PAGE: NavPage = {
  key: 'learn',
  icon: BookOpen,
  shortcut: 'h',
  href: () => '/learn',
}

export const TENANT_PAGES: readonly NavPage[] = [
  { key: 'members', icon: Users, shortcut: 'm', href: (tenant) => `/t/${tenant}/members` },
  {
    key: 'tokens',
    icon: KeyRound,
    shortcut: 't',
    href: (tenant) => `/t/${tenant}/tokens`,
    needs: 'token:manage',
  },
  { key: 'quota', icon: Gauge, shortcut: 'q', href: (tenant) => `/t/${tenant}/quota` },
  {
    key: 'audit',
    icon: ScrollText,
    shortcut: 'u',
    href: (tenant) => `/t/${tenant}/audit`,
    needs: 'audit:read',
  },
  {
    key: 'webhooks',
    icon: Webhook,
    shortcut: 'w',
    href: (tenant) => `/t/${tenant}/webhooks`,
    needs: 'webhook:manage',
  },
]

export const ADMIN_PAGES: readonly NavPage[] = [
  { key: 'adminUsers', icon: UserCog, shortcut: 'U', href: () => '/admin/users' },
  { key: 'adminTenants', icon: Building2, shortcut: 'T', href: () => '/admin/tenants' },
  { key: 'adminNodes', icon: Server, shortcut: 'N', href: () => '/admin/nodes' },
  { key: 'adminMirrors', icon: Waypoints, shortcut: 'M', href: () => '/admin/mirrors' },
  { key: 'adminStorage', icon: HardDrive, shortcut: 'S', href: () => '/admin/storage' },
]
