"""The words that texts, names and titles are made of: ours, in order of frequency. Data, no code.

The order matters: `text` takes the words by Zipf's law, so the first are everywhere and the last are in few
rows. A change here changes generated data, so it needs a new GENERATOR_VERSION in `dataset`.
"""

from unicodedata import normalize

_FIRST_NAMES = """
    Ada Ahmed Aiko Alba Amara Anna Anton Aylin Bao Bea Carla Chidi Clara Daan Dalia Diego Elif Elena Emeka
    Emma Erik Fatima Felix Finn Freya Gabriel Greta Hana Hugo Ines Ivan Jamal Jonas Jun Kaito Karim Katya
    Leila Lena Liam Lucia Luca Malik Marek Maria Marta Mateo Mei Mila Mina Nadia Nils Noor Nora Olga Omar
    Oscar Paula Pavel Priya Rafael Ravi Rosa Sami Sara Sofia Sven Tariq Thea Tomas Uma Vera Wei Yara Yusuf
    Zoe
"""
_LAST_NAMES = """
    Abbas Adeyemi Ahlberg Almeida Andersen Arslan Bakker Bauer Becker Bianchi Brandt Campos Castillo Chen
    Costa Dahl Dubois Eriksen Esposito Ferrari Fischer Fontaine Garcia Gupta Haddad Hansen Hofmann Horvat
    Ibrahim Ivanova Jansen Kaya Keller Kim Kowalski Kumar Laurent Lehmann Lindqvist Lopez Marino Martin
    Mendez Meyer Moreau Mori Nakamura Nguyen Novak Okafor Olsen Ortega Ozturk Park Patel Pereira Petrov
    Popescu Reyes Ricci Rossi Sato Schmidt Silva Singh Sokolov Suzuki Tanaka Torres Vargas Vogel Wagner
    Weber Wong Yilmaz Zhang
"""
_QUALITIES = """
    Compact Folding Classic Light Sturdy Quiet Everyday Slim Double Travel Garden Winter Studio Pocket
    Heavy Soft Bright Urban Vintage Reusable Padded Adjustable Insulated Modular
"""
_MATERIALS = """
    Oak Steel Cotton Linen Bamboo Glass Wool Leather Copper Ceramic Canvas Cork Walnut Aluminium Felt
    Rubber
"""
_THINGS = """
    Chair Lamp Mug Backpack Shelf Kettle Blanket Notebook Wallet Bottle Basket Clock Tray Apron Bench Bowl
    Brush Cushion Desk Doormat Frame Hanger Jar Knife Ladder Mirror Pan Planter Rack Scarf Stool Table
    Teapot Towel Umbrella Vase
"""
_WORDS = """
    the and of to a in is that for it with as on we this are be not you but have from was by they or an at
    which can there will one when more time all some our than other its new only about what then after
    just into most also over very first people work day way good use long make even well still much better
    every two start think place small part need while question answer try found change data keep point
    back open same show enough often read write help look order slow fast simple problem index table query
    server plan page system update row version test result cost value code file name morning train city
    house water garden kitchen road summer winter light music paper story weather market coffee bread
    river mountain forest window bicycle station street village island harbour bridge teacher student
    doctor friend family child engine machine battery signal cable screen keyboard camera printer network
    storage memory backup release deploy monitor latency cache buffer vacuum statistics histogram planner
    optimizer sequential partial composite covering duplicate constraint transaction isolation snapshot
    replica failover checkpoint journal trigger function procedure schema migration rollback commit
    savepoint cursor lateral recursive partition aggregate sort merge hash nested loop filter predicate
    selectivity cardinality correlation estimate sample bitmap heap tuple vacuuming bloat fragment recipe
    onion garlic pepper lemon butter flour sugar cheese tomato potato carrot spinach mushroom ginger
    cinnamon vanilla almond walnut honey pasta noodle soup salad roast simmer whisk knead ferment pickle
    oven skillet journey ticket passport luggage airport ferry hostel museum castle cathedral gallery
    monument valley glacier volcano desert canyon waterfall lagoon reef lighthouse vineyard orchard meadow
    pasture trail summit compass lantern campfire guitar violin piano trumpet drum choir melody rhythm
    orchestra rehearsal concert opera poem novel chapter editor library archive manuscript printing ink
    pencil sketch canvas sculpture pottery weaving embroidery carpenter economy budget invoice salary
    contract insurance mortgage pension election parliament referendum treaty embassy tennis football
    rowing sailing climbing marathon referee stadium trophy league astronomy telescope galaxy comet
    eclipse orbit satellite asteroid nebula chemistry molecule enzyme protein bacteria vaccine genome
    fossil sediment tectonic magnetism turbine reactor photon quantum lattice superconductor falcon otter
    badger heron salamander beetle dragonfly hedgehog lynx walrus pelican octopus seahorse
"""

# By language: given names | family names | streets | towns | companies' first words.
_LANGUAGES = {
    "en": """
        Alice Ben Charlotte Daniel Emily George Hannah Isaac Jack Kate Lucy Matthew Nathan Olivia Peter Rachel Samuel Tom
        Victoria William |
        Adams Baker Carter Davies Edwards Foster Green Harris Jackson King Lewis Mitchell Parker Roberts Shaw Taylor Turner
        Walker White Young |
        Church_Lane High_Street Mill_Road Park_Avenue Queens_Road Station_Road Victoria_Street Windsor_Close |
        Bath Bristol Derby Durham Exeter Leeds Norwich Oxford Ripon York |
        Harbour Northgate Oakfield Redwood Sterling Westbrook
    """,
    "de": """
        Anke Bernd Christoph Dörte Eva Friedrich Gisela Heike Jörg Käthe Lothar Monika Norbert Petra Rüdiger Sabine Thomas
        Ulrike Wolfgang Zoë |
        Böhm Fuchs Günther Huber Jäger König Krüger Lange Möller Neumann Peters Richter Schäfer Schröder Schulz Vogt Weiß
        Winkler Zimmermann Köhler |
        Bahnhofstraße Dorfstraße Gartenweg Goethestraße Hauptstraße Lindenallee Mühlenweg Schulstraße |
        Bremen Dresden Erfurt Göttingen Köln Leipzig Lübeck Mainz Münster Würzburg |
        Bergmann Elbe Hansa Nord Rhein Süd
    """,
    "fr": """
        Amélie Benoît Camille Denis Élodie François Gaëlle Hélène Inès Jérôme Léa Margaux Noémie Olivier Pauline Rémi Solène
        Théo Valérie Yves |
        Bernard Bonnet Chevalier Durand Faure Gauthier Girard Lefèvre Leroy Marchand Mercier Morel Noël Petit Robert Roussel
        Simon Thomas Vasseur Vidal |
        Avenue_Foch Boulevard_Voltaire Chemin_Vert Place_Bellecour Quai_du_Port Rue_de_la_Paix Rue_des_Écoles Rue_Pasteur |
        Angers Besançon Dijon Grenoble Lille Nantes Nîmes Orléans Reims Tours |
        Atlantique Beaumont Clairval Lumière Méridien Rivoli
    """,
    "es": """
        Álvaro Beatriz Carlos Dolores Encarnación Fernando Gonzalo Íñigo Javier Lourdes Manuel Nuria Óscar Pilar Ramón Rocío
        Sergio Teresa Verónica Ximena |
        Aguilar Blanco Cruz Díaz Fernández Gómez Gutiérrez Hernández Iglesias Jiménez Márquez Molina Muñoz Núñez Peña Ramírez
        Rodríguez Sánchez Vázquez Vega |
        Avenida_de_América Calle_de_Alcalá Calle_Mayor Calle_Nueva Paseo_del_Prado Plaza_de_España Ronda_Norte Camino_Real |
        Ávila Bilbao Cádiz Córdoba Gijón León Málaga Murcia Sevilla Zaragoza |
        Alborada Cantábrico Horizonte Levante Meseta Solana
    """,
    "pl": """
        Agnieszka Bartosz Celina Dawid Ewa Franciszek Grażyna Hanna Iwona Jakub Krzysztof Łucja Małgorzata Natalia Paweł
        Rafał Stanisław Tadeusz Wojciech Żaneta |
        Adamczyk Borkowski Czarnecki Dąbrowski Głowacki Jabłoński Kaczmarek Kamiński Lis Mazur Nowak Olszewski Pawłowski
        Sikora Szymański Wójcik Wróbel Zając Zieliński Żak |
        Długa Kościelna Krótka Lipowa Ogrodowa Polna Słoneczna Szkolna |
        Białystok Gdańsk Katowice Kraków Łódź Lublin Opole Poznań Toruń Wrocław |
        Bałtyk Gryf Jantar Orzeł Sudety Wisła
    """,
}
_GROUPS = ("first", "last", "street", "town", "company")

FIRST_NAMES = tuple(_FIRST_NAMES.split())
LAST_NAMES = tuple(_LAST_NAMES.split())
QUALITIES = tuple(_QUALITIES.split())
MATERIALS = tuple(_MATERIALS.split())
THINGS = tuple(_THINGS.split())
WORDS = tuple(_WORDS.split())
LANGUAGES = tuple(_LANGUAGES)
_TRADES = ("Bakery", "Books", "Consulting", "Design", "Foods", "Labs", "Logistics", "Media", "Systems", "Textiles", "Tools")


def _of(language: str, group: str) -> tuple[str, ...]:
    words = _LANGUAGES[language].split("|")[_GROUPS.index(group)].split()
    return tuple(word.replace("_", " ") for word in words)


def _all(group: str) -> tuple[str, ...]:
    return tuple(word for language in LANGUAGES for word in _of(language, group))


# What a column of kind "phrase" may be made of, by the name and the language that data.toml uses.
PHRASES: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {
    "person": {"any": (FIRST_NAMES, LAST_NAMES), **{name: (_of(name, "first"), _of(name, "last")) for name in LANGUAGES}},
    "street": {"any": (_all("street"),), **{name: (_of(name, "street"),) for name in LANGUAGES}},
    "town": {"any": (_all("town"),), **{name: (_of(name, "town"),) for name in LANGUAGES}},
    "company": {"any": (_all("company"), _TRADES), **{name: (_of(name, "company"), _TRADES) for name in LANGUAGES}},
    "product": {"any": (QUALITIES, MATERIALS, THINGS)},
}


def phrase(of: str, language: str) -> tuple[tuple[str, ...], ...] | None:
    """The lists that a phrase takes a word from, None where the language lacks them."""
    return PHRASES[of].get(language)


def languages(of: str) -> tuple[str, ...]:
    """The languages that a phrase is there in."""
    return tuple(PHRASES[of])


# Letters that have no decomposition into a plain one and an accent.
_PLAIN = str.maketrans({"ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "æ": "ae"})


def folded(word: str) -> str:
    """The word as a mail address has it: lower case, no accents, no blanks.

    >>> folded("Żaneta"), folded("Weiß")
    ('zaneta', 'weiss')
    """
    decomposed = normalize("NFKD", word.translate(_PLAIN))
    return "".join(sign for sign in decomposed.lower() if sign.isascii() and sign.isalnum())
