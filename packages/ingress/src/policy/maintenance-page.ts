import { htmlPage } from '../pages.ts'

/** HAProxy fills the owner's message in, so it is a format: a percent sign of the page itself stands twice. */
export const MAINTENANCE_FILE = 'maintenance.html'

export function maintenancePage(): string {
  const placeholder = '\u0000'
  const page = htmlPage({
    status: 503,
    title: 'Under maintenance',
    text: placeholder,
    chinese: { title: '维护中', text: '此应用正在维护，请稍后再来。' },
  })
  return page.replaceAll('%', '%%').replace(placeholder, '%[var(txn.message)]')
}
