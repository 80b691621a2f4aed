import { chosenIndex, weightedChoice } from '../random/weighted-choice.ts';

/** Countries as a careless register spells them, A to J only, oddities included. */
export const COUNTRIES =
  'Afghanistan|Aland Islands|Albania|Algeria|American Samoa|Andorra|Angola|Anguilla|Antarctica|Antigua and Barbuda|Argentina|Armenia|Aruba|At Sea|Australia|Austria|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bermuda|Bhutan|Bolivia|Bosnia and Herzegovina|Botswana|Brazil|British Virgin Islands|Brunei|Bulgaria|Burkina Faso|Burundi|Cabo Verde|Cambodia|Cameroon|Canada|Canary Islands|Cayman Islands|Central African Republic|Chad|Channel Islands|Chile|China|Christmas Island|Colombia|Comoros|Congo|Cook Islands|Costa Rica|Croatia|Cruise Ship|Cuba|Curacao|Cyprus|Czechia|Denmark|Djibouti|Dominica|Dominican Republic|East Timor|Ecuador|Egypt|El Salvador|Equatorial Guinea|Eritrea|Estonia|Eswatini|Ethiopia|Falkland Islands|Faroe Islands|Fiji|Finland|France|French Guiana|French Polynesia|Gabon|Gambia|Georgia|Germany|Ghana|Gibraltar|Greece|Greenland|Grenada|Guadeloupe|Guam|Guatemala|Guernsey|Guinea|Guinea-Bissau|Guyana|Haiti|High Seas|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|International Waters|Iran|Iraq|Ireland|Isle of Man|Israel|Italy|Jamaica|Japan|Jordan'.split(
    '|',
  );

// 37 shares no factor with the length of the list, so every country gets a rank of its own.
const byRank = COUNTRIES.map((_, rank) => COUNTRIES[(rank * 37 + 5) % COUNTRIES.length]!);
const zipf = weightedChoice(byRank.map((_, rank) => Math.floor(1_000_000 / (rank + 1))));

/** A country by Zipf's law. */
export function countryOf(choice: number): string {
  return byRank[chosenIndex(zipf, choice % zipf.total)]!;
}
