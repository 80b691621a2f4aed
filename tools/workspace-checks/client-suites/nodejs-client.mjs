/** Opens a client, works, and ends it whatever happens. */
export async function withClient({ Client }, options, work) {
  const client = new Client(options);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A case that needs one client. */
export const simple = (work) => (driver, options) =>
  withClient(driver, options, (client) => work(client, driver));
