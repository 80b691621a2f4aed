/** How the test server asks for credentials. */
export type AuthOptions =
  | { readonly method: 'none' }
  /** Shape: `users` = password by user name. */
  | { readonly method: 'cleartext' | 'md5' | 'sha512'; readonly users: Readonly<Record<string, string>> }
  | { readonly method: 'oauth'; readonly tokens: readonly string[] }
  /** Any request, for what a driver cannot do; whatever the client replies is refused. */
  | { readonly method: 'request'; readonly code: number; readonly payload?: Uint8Array };
